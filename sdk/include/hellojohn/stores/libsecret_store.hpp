// A session store in the desktop's keyring (GNOME Keyring, KWallet: what speaks the Secret Service protocol).
// In a separate library, hellojohn::store_libsecret. Does not know what the bytes mean.
#pragma once

#include <hellojohn/session.hpp>

#include <chrono>
#include <memory>
#include <string>

namespace hellojohn {
inline namespace v0 {

/// Where in the keyring the session is kept.
struct LibsecretStoreOptions {
  std::string
      application{};  ///< Reverse domain name, e.g. "com.example.game". One session per name.
  std::string
      label{};  ///< What the person reads in the keyring's own window; empty: `application`.
  /// Longest time of one operation; a person may be asked for the keyring's password within it.
  std::chrono::milliseconds limit{10000};
};

/// Keeps one session in the person's default keyring, encrypted by it with the login password.
///
/// Each operation runs on a thread of the store; none runs on the caller's frame. Two processes must not share an entry:
/// a keyring has no lock for the time of a renewal (plaintext_file_store has).
/// **Errors** each operation: Errc::storage with what failed in `detail`: no session bus, no keyring service, a keyring that is
/// and stays locked, no answer within `limit`. The session then stays in memory. Nothing stored: an empty Secret.
/// Errc::usage: no application. Errc::resource: no thread or memory. Null is returned where not even the object can be made.
/// **Exceptions** none.
/// **Thread safety** any thread. **Lifetime** must outlive the Client; its destructor waits 250 ms for a running operation, then leaves it behind.
[[nodiscard]] std::unique_ptr<SessionStore> libsecret_store(LibsecretStoreOptions) noexcept;

}  // namespace v0
}  // namespace hellojohn
