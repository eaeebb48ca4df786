// The factors of one user as the service listed them last: whether a factor that is not there now was there before.
// Knows no network. Thread-safe.
#pragma once

#include "base/out_of_memory.hpp"
#include "base/process.hpp"

#include <hellojohn/mfa.hpp>

#include <algorithm>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace hellojohn {
inline namespace v0 {
namespace detail {

class KnownFactors {
 public:
  /// Replaces what was known. Without memory nothing is known.
  void note(std::string_view user_id, const std::vector<Factor>& factors) noexcept {
    std::string user;
    std::vector<std::string> ids;
    const bool copied = completes([&] {
      user = user_id;
      ids.reserve(factors.size());
      for (const Factor& factor : factors) ids.push_back(factor.id);
    });
    if (!copied) ids.clear();
    const std::lock_guard lock(mutex_);
    user_.swap(user);
    ids_.swap(ids);
  }
  [[nodiscard]] bool has(std::string_view user_id, std::string_view factor_id) const noexcept {
    const std::lock_guard lock(mutex_);
    return user_ == user_id && std::find(ids_.begin(), ids_.end(), factor_id) != ids_.end();
  }

 private:
  mutable OwnMutex mutex_;
  std::string user_;
  std::vector<std::string> ids_;
};

}  // namespace detail
}  // namespace v0
}  // namespace hellojohn
