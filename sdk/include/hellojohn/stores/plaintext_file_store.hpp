// A session store that keeps the session in a file as it is, unencrypted: opt-in by its name.
// Knows nothing of what the bytes mean.
#pragma once

#include <hellojohn/session.hpp>

#include <memory>
#include <string>

namespace hellojohn {
inline namespace v0 {

/// Keeps one session in the file `path`, which only its owner can read (0600; on Windows an access list). **Not encrypted**: who reads the
/// account's files, or a backup of them, has the session.
///
/// The file is replaced as a whole: written beside its place, flushed to the disk, renamed. Processes may share it: `path` +
/// ".lock" (flock, LockFileEx) serialises what they write, and is held by one of them for the time of a renewal, 20 s at most waited
/// for by the others; it ends with its process. Each operation runs on a thread of the store; none runs on the caller's frame.
/// \param path  absolute, in an existing directory; checked by the operations, not here.
/// **Errors** each operation: Errc::storage with what failed in `detail` (never a path's contents): a symbolic link, another
/// owner, readable by others, damaged, of another version, disk full, directory not writable, lock not free within 2 s.
/// No file: an empty Secret. Errc::resource: no thread, memory or descriptor. Null is returned where not even the object can be made.
/// **Exceptions** none.
/// **Thread safety** any thread. **Lifetime** must outlive the Client; its destructor waits 250 ms for a running operation, then leaves it behind.
[[nodiscard]] std::unique_ptr<SessionStore> plaintext_file_store(std::string path) noexcept;

}  // namespace v0
}  // namespace hellojohn
