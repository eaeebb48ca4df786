// The rules of transport.hpp as one suite for every transport. Needs three origins, knows no
// particular transport.
#pragma once

#include <hellojohn/transport.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace hellojohn {
inline namespace v0 {
namespace testing {

/// What the suite runs against. Every origin must outlive the run.
struct ConformanceSetup {
  std::function<std::unique_ptr<Transport>()> make{};  ///< A new transport per rule.
  std::string origin{};                                ///< Answers the two targets below.
  std::string known_target{"/.well-known/jwks.json"};  ///< 200 with a body.
  std::string missing_target{"/no-such-route"};        ///< 404.
  /// Nothing listens; empty: rule left out.
  std::string unreachable_origin{};
  /// Accepts and never answers; empty: rules left out.
  std::string silent_origin{};
  /// Counted by the origin; empty: not compared.
  std::function<std::uint64_t()> requests_served{};
  std::chrono::milliseconds patience{5000};  ///< How long any one answer may take.
  /// How long a call that must not come is waited for.
  std::chrono::milliseconds settle{100};
};

/// One rule that does not hold.
struct ConformanceFailure {
  std::string rule;    ///< Its name, stable.
  std::string detail;  ///< What was seen instead.
};

/// Runs every rule and lists those that do not hold; empty if all do.
///
/// **Exceptions** std::bad_alloc, and what the functions of the set-up throw.
/// **Thread safety** blocks the caller, for seconds where rules fail.
[[nodiscard]] std::vector<ConformanceFailure> run_transport_conformance(const ConformanceSetup&);

}  // namespace testing
}  // namespace v0
}  // namespace hellojohn
