// The numbered transcript of the journey: what was tried, and whether it went as it says.
#pragma once

#include <cstdio>
#include <string>
#include <string_view>

namespace journey {

/// Shows the first group of a code and hides the rest.
[[nodiscard]] inline std::string masked(std::string_view code) {
  return std::string(code.substr(0, 4)) + "-••••";
}

class Transcript {
 public:
  explicit Transcript(bool json) : json_(json) {}

  /// One step. `text` must hold no secret and no double quote. Returns `ok`.
  bool step(std::string_view name, bool ok, const std::string& text) {
    ++count_;
    all_well_ = all_well_ && ok;
    if (json_)
      std::printf("{\"step\":%d,\"name\":\"%.*s\",\"ok\":%s,\"text\":\"%s\"}\n", count_,
                  static_cast<int>(name.size()), name.data(), ok ? "true" : "false", text.c_str());
    else
      std::printf("%2d. %s %s\n", count_, ok ? "ok  " : "FAIL", text.c_str());
    std::fflush(stdout);
    return ok;
  }
  [[nodiscard]] bool all_well() const { return all_well_; }
  [[nodiscard]] int count() const { return count_; }

 private:
  bool json_;
  int count_ = 0;
  bool all_well_ = true;
};

}  // namespace journey
