// How many backup codes a user has left, as far as this program knows.
// Every entry is of one user, so that a change of accounts on this device cannot show one user's count to another.
#pragma once

#include "base/process.hpp"

#include <hellojohn/mfa.hpp>

#include <chrono>
#include <cstddef>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace hellojohn {
inline namespace v0 {
namespace detail {

class CodesLedger {
 public:
  using WallTime = std::chrono::system_clock::time_point;

  /// A new set was made for that user, at `made_at` or just before. `set_id` may be empty.
  void on_made(const std::string& user_id, std::size_t count, const std::string& set_id,
               WallTime made_at);
  /// One of that user's codes was accepted at `seen_at`. `left`: the count that the service sent with it.
  void on_used(const std::string& user_id, std::optional<int> left, WallTime seen_at);
  void forget() noexcept;
  /// `list_shows_sets`: false for a server whose list never names a set. It makes one with the first authenticator.
  [[nodiscard]] BackupCodesStatus status(const std::string& user_id,
                                         const std::vector<Factor>& factors,
                                         std::optional<int> from_server,
                                         bool list_shows_sets = true) const;

 private:
  /// Codes that were spent elsewhere are not seen here: `left` is at most.
  struct Entry {
    std::string user_id;
    std::string set_id;  ///< Empty: the last set that was made before `seen_at`.
    int left = 0;
    WallTime seen_at{};
  };
  [[nodiscard]] static bool speaks_of(const Entry& entry, const std::string& set_created_at);

  mutable OwnMutex mutex_;
  std::optional<Entry> entry_;
};

}  // namespace detail
}  // namespace v0
}  // namespace hellojohn
