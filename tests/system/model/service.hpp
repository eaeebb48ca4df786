// Two accounts as the service would answer for them, and a check that no request mixes them.
#pragma once

#include <hellojohn/transport.hpp>

#include <string>
#include <string_view>

namespace hellojohn::tests {

enum class Who { nobody, a, b };

[[nodiscard]] const char* id_of(Who who) noexcept;
/// Whose id, token or code a text holds.
[[nodiscard]] Who named_in(std::string_view text) noexcept;
/// An access token of that account, never the same twice.
[[nodiscard]] std::string access_of(Who who, unsigned number);

class ModelService {
 public:
  /// The body of a yes to this request.
  [[nodiscard]] std::string answer(const HttpRequest& request);
  /// What is wrong with a request, or null.
  [[nodiscard]] static const char* problem_of(const HttpRequest& request) noexcept;
  [[nodiscard]] unsigned next_number() noexcept { return ++number_; }

 private:
  [[nodiscard]] std::string tokens(Who who);
  unsigned number_ = 0;
};

}  // namespace hellojohn::tests
