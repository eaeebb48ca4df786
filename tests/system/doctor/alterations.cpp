// Answers as they are, with one change.
#include "system/doctor/alterations.hpp"

#include "mock/service/crypto.hpp"
#include "mock/service/faults.hpp"

#include <map>
#include <memory>
#include <utility>

namespace hellojohn::tests {

bool is(const HttpRequest& request, std::string_view method, std::string_view path) {
  const std::string_view target(request.target);
  return request.method == method &&
         testing::mock::path_matches(path, target.substr(0, target.find('?')));
}

HttpRequest copy_of(const HttpRequest& request) {
  HttpRequest out;
  out.method = request.method;
  out.target = request.target;
  out.headers = request.headers;
  out.body = request.body.clone();
  out.authorization = request.authorization.clone();
  return out;
}

std::string text_of(const HttpResponse& response) { return std::string(response.body.reveal()); }

void replace(HttpResponse& response, std::string_view from, std::string_view to) {
  std::string text = text_of(response);
  for (std::size_t at = text.find(from); at != std::string::npos;
       at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
  response.body = Secret(text);
}

void add(HttpResponse& response, std::string_view member) {
  const std::string text = text_of(response);
  response.body = Secret("{" + std::string(member) + "," + text.substr(1));
}

HttpResponse json_answer(int status, std::string_view body) {
  HttpResponse response;
  response.status = status;
  response.headers = {{"Content-Type", "application/json"}};
  response.body = Secret(body);
  return response;
}

HttpResponse refusal(int status, const std::string& code) {
  return json_answer(status, R"({"error":{"code":")" + code + R"(","message":"No"}})");
}

std::string member_of(std::string_view text, const std::string& name) {
  const std::string mark = "\"" + name + "\":\"";
  const std::size_t at = text.find(mark);
  if (at == std::string_view::npos) return {};
  const std::size_t begin = at + mark.size();
  return std::string(text.substr(begin, text.find('"', begin) - begin));
}

HttpResponse flat_refusal(int status, const std::string& code) {
  return json_answer(status, R"({"code":")" + code + R"(","message":"No"})");
}

HttpResponse no_such_route() {
  HttpResponse response;
  response.status = 404;
  response.headers = {{"Content-Type", "text/plain"}};
  response.body = Secret("404 page not found\n");
  return response;
}

std::function<Alter()> edited(const char* method, const char* path, Edit edit) {
  return [=]() -> Alter {
    return [=](const HttpRequest& request, const Serve& serve) {
      HttpResponse response = serve(request);
      if (is(request, method, path)) edit(response);
      return response;
    };
  };
}

std::function<Alter()> replaced(const char* method, const char* path, std::string from,
                                std::string to) {
  return edited(method, path, [from, to](HttpResponse& response) { replace(response, from, to); });
}

std::function<Alter()> refused(const char* method, const char* path, int status,
                               const std::string& code) {
  return [=]() -> Alter {
    return [=](const HttpRequest& request, const Serve& serve) {
      return is(request, method, path) ? refusal(status, code) : serve(request);
    };
  };
}

std::function<Alter()> disguised(const char* path,
                                 std::function<std::string(std::string)> disguise) {
  return [=]() -> Alter {
    auto real = std::make_shared<std::map<std::string, std::string>>();
    return [=](const HttpRequest& request, const Serve& serve) {
      HttpRequest undone = copy_of(request);
      const std::string_view sent = request.authorization.reveal();
      if (const auto found = real->find(std::string(sent.substr(sent.find(' ') + 1)));
          found != real->end())
        undone.authorization = Secret("Bearer " + found->second);
      HttpResponse response = serve(undone);
      const std::string token = member_of(response.body.reveal(), "access_token");
      if (token.empty() || !request.target.ends_with(path)) return response;
      const std::string other = disguise(token);
      (*real)[other] = token;
      replace(response, token, other);
      return response;
    };
  };
}

std::string with_claims(const std::string& token, const std::string& from, const std::string& to) {
  const std::size_t first = token.find('.') + 1, second = token.find('.', first);
  std::string claims =
      testing::mock::base64url_decode(token.substr(first, second - first)).value_or("");
  const std::size_t at = claims.find(from);
  if (at != std::string::npos) claims.replace(at, from.size(), to);
  return token.substr(0, first) + testing::mock::base64url(claims) + token.substr(second);
}

Alter generous(const char* path, const char* member) {
  auto given = std::make_shared<std::map<std::string, std::string>>();
  return [=](const HttpRequest& request, const Serve& serve) {
    if (!is(request, "POST", path)) return serve(request);
    std::string& body = (*given)[member_of(request.body.reveal(), member)];
    if (!body.empty()) return json_answer(200, body);
    HttpResponse response = serve(request);
    if (response.status == 200) body = text_of(response);
    return response;
  };
}

}  // namespace hellojohn::tests
