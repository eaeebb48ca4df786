// Small changes to a well server's answers, of which the broken ones are made.
#pragma once

#include "worlds/altered_server.hpp"

#include <functional>
#include <string>
#include <string_view>

namespace hellojohn::tests {

using Edit = std::function<void(HttpResponse&)>;

[[nodiscard]] bool is(const HttpRequest& request, std::string_view method, std::string_view path);
[[nodiscard]] HttpRequest copy_of(const HttpRequest& request);
[[nodiscard]] std::string text_of(const HttpResponse& response);
void replace(HttpResponse& response, std::string_view from, std::string_view to);
/// Adds a member to the answer's object.
void add(HttpResponse& response, std::string_view member);
[[nodiscard]] HttpResponse json_answer(int status, std::string_view body);
/// As the v1 contract nests it.
[[nodiscard]] HttpResponse refusal(int status, const std::string& code);
/// As the open-source server writes it.
[[nodiscard]] HttpResponse flat_refusal(int status, const std::string& code);
[[nodiscard]] HttpResponse no_such_route();
/// What follows `"name":"` up to the next quote.
[[nodiscard]] std::string member_of(std::string_view text, const std::string& name);

[[nodiscard]] std::function<Alter()> edited(const char* method, const char* path, Edit edit);
[[nodiscard]] std::function<Alter()> replaced(const char* method, const char* path,
                                              std::string from, std::string to);
[[nodiscard]] std::function<Alter()> refused(const char* method, const char* path, int status,
                                             const std::string& code);
/// Access tokens that `disguise` changes on their way out, and that come back as they were made.
[[nodiscard]] std::function<Alter()> disguised(const char* path,
                                               std::function<std::string(std::string)> disguise);
/// `token` with one text of its claims replaced.
[[nodiscard]] std::string with_claims(const std::string& token, const std::string& from,
                                      const std::string& to);
/// The first success on a route is answered again to every later request with the same `member`.
[[nodiscard]] Alter generous(const char* path, const char* member);
[[nodiscard]] inline std::function<Alter()> made(Alter (*make)()) { return make; }

}  // namespace hellojohn::tests
