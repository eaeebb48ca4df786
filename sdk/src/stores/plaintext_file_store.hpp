// The plaintext file store with its waits as an argument: for tests, which cannot wait as long.
// Knows nothing of how the file is locked.
#pragma once

#include <hellojohn/stores/plaintext_file_store.hpp>

#include <chrono>
#include <memory>
#include <string>

namespace hellojohn {
inline namespace v0 {
namespace stores {

/// How long the lock that processes share is waited for.
struct LockPatience {
  std::chrono::milliseconds writing{2000};
  /// Another process may be renewing over a slow network. Less than a renewal's own bound (30 s): what is left is for ours.
  std::chrono::milliseconds renewing{20000};
};

/// As hellojohn::plaintext_file_store().
[[nodiscard]] std::unique_ptr<SessionStore> plaintext_file_store(std::string path,
                                                                 LockPatience patience) noexcept;

}  // namespace stores
}  // namespace v0
}  // namespace hellojohn
