// A session store in a file that Windows encrypts for the account (DPAPI). Only Windows builds define it.
// Knows nothing of what the bytes mean.
#pragma once

#include <hellojohn/session.hpp>

#include <memory>
#include <string>

namespace hellojohn {
inline namespace v0 {

/// Names the file of the session and the application that it belongs to.
struct DpapiStoreOptions {
  /// Absolute, UTF-8, in an existing directory; checked by the operations, not here.
  std::string path{};
  /// Reverse domain name, e.g. "com.example.game". Mixed into the encryption: another application of the account that calls
  /// Windows without this name cannot decrypt the file. It is not a secret.
  std::string application{};
};

/// Keeps one session in a file that only this Windows account, on this machine or with its roaming profile, can decrypt.
///
/// The file is replaced as a whole, and processes may share it, as with plaintext_file_store(). Programs that run under the
/// same account can decrypt it too. Each operation runs on a thread of the store; none runs on the caller's frame.
/// **Errors** each operation: Errc::storage as with plaintext_file_store(), and if Windows cannot encrypt or decrypt. No file:
/// an empty Secret. Errc::resource: no thread or memory. Null is returned where not even the object can be made.
/// **Exceptions** none.
/// **Thread safety** any thread. **Lifetime** must outlive the Client; its destructor waits 250 ms for a running operation, then leaves it behind.
[[nodiscard]] std::unique_ptr<SessionStore> dpapi_store(DpapiStoreOptions) noexcept;

}  // namespace v0
}  // namespace hellojohn
