// The visible part of a session, and the interface of stores that keep sessions.
// Tokens themselves stay inside the Client.
#pragma once

#include <hellojohn/result.hpp>
#include <hellojohn/secret.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace hellojohn {
inline namespace v0 {

/// Who is signed in. Holds no token.
struct SignedIn {
  std::string user_id;  ///< As the server names the user.
  /// End of the access token on Clock::now() + Clock::suspended(); it is renewed earlier if the server gave a refresh token.
  std::chrono::steady_clock::time_point access_expires_at{};
  bool adopted =
      false;  ///< Came through auth().adopt (docs/contract/assumptions.md#adopted-sessions).
};

using StoreOpId = std::uint64_t;  ///< Names one operation; chosen by the Client.

/// Receives what a SessionStore did. Implemented by the library.
///
/// **Exceptions** none.
/// **Thread safety** any; also inside the call that started the operation, and after the Client has gone (then without effect).
/// **Lifetime** as long as any operation may end.
class StoreSink {
 public:
  virtual ~StoreSink() = default;
  /// Ends save, erase and lock. Without an error they are done.
  virtual void on_store_done(StoreOpId, std::optional<Error>&&) noexcept = 0;
  virtual void on_store_loaded(
      StoreOpId, Result<Secret>&&) noexcept = 0;  ///< An empty Secret: nothing stored.
};

/// Keeps one session between runs. The bytes are opaque, versioned and secret.
///
/// Each call starts an operation and returns at once; exactly one sink call ends it, before or after the return.
/// The Client waits for an operation as long as the deadline of the call that needs it, and then goes on: a sign-in or a
/// renewal succeeds and AuthEvent::session_not_stored follows; a sign_out() fails with Errc::storage. From then on no call
/// waits for the store, and no other operation begins, until that operation ends. The store is then given the session in
/// force.
///
/// **Exceptions** none.
/// **Thread safety** called from any thread, one operation at a time: the next begins when the sink was called and the call
/// that started the one before has returned.
/// **Lifetime** must outlive the Client.
class SessionStore {
 public:
  virtual ~SessionStore() = default;
  /// Reads what was saved; alone ends with on_store_loaded.
  virtual void load(StoreOpId, StoreSink&) noexcept = 0;
  virtual void save(StoreOpId, SecretView bytes,
                    StoreSink&) noexcept = 0;  ///< Copies before it returns.
  /// Removes it. An empty store is not an error.
  virtual void erase(StoreOpId, StoreSink&) noexcept = 0;
  /// For a store that several processes share: takes it for the time of one renewal of the session, so that two of them
  /// never spend the same refresh token. True: on_store_done tells when it is held (or could not be), and unlock()
  /// follows once; other operations come in between. A Client that ends while it waits calls unlock() before: the lock is
  /// then released as soon as it is held. False: not shared, and no sink call follows.
  /// A lock must end with its process (flock does).
  virtual bool lock(StoreOpId, StoreSink&) noexcept { return false; }
  /// Gives the lock up; no sink call follows.
  virtual void unlock() noexcept {}
};

}  // namespace v0
}  // namespace hellojohn
