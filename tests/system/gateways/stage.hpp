// One gateway before one mock server: six people act at once while something goes wrong between the two.
// Judges nothing.
#pragma once

#include "gateway.hpp"
#include "system/honesty/actor.hpp"
#include "variants.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace hellojohn::tests {

struct Programs {
  std::string server, nginx, haproxy, support;
};

/// V backup code, G codes, d removal, E enrolment, F renewal, I impersonation.
inline constexpr std::string_view gateway_actions = "VGdEFI";
[[nodiscard]] const char* name_of(char action);

/// What the service does with the answer after it acted.
enum class Loss { none, dropped, cut, late };
inline constexpr Loss all_losses[] = {Loss::none, Loss::dropped, Loss::cut, Loss::late};
[[nodiscard]] const char* name_of(Loss loss);

struct Run {
  Loss loss = Loss::none;
  char action = 'V';
  Word word{};
  int effects = 0;            ///< How often it happened, as the service's journal says.
  bool session_lost = false;  ///< The client dropped its session, or made the service revoke it.
};

/// What the support desk's program said, beside what happened.
struct DeskRun {
  char action = 'G';
  int exit = 0;
  std::string words{};
  int effects = 0;
};

struct Report {
  Variant variant{};
  std::vector<Run> runs{};
  std::vector<DeskRun> desk{};
  bool early_data = false;  ///< The gateway received TLS early data.
  std::string stopped{};    ///< Why the variant could not be tried; empty if it was.
};

/// Tries everything behind one gateway. Never throws.
[[nodiscard]] Report report_on(const Programs& programs, const Variant& variant) noexcept;

}  // namespace hellojohn::tests
