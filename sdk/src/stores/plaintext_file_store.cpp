// The session in a file as it is.
#include "stores/plaintext_file_store.hpp"

#include "stores/file_backend.hpp"

#include <new>
#include <utility>

namespace hellojohn {
inline namespace v0 {
namespace stores {

std::unique_ptr<SessionStore> plaintext_file_store(std::string path,
                                                   LockPatience patience) noexcept {
  try {
    return std::make_unique<WorkerStore>(make_file_backend(std::move(path), patience));
  } catch (const std::bad_alloc&) {
    return nullptr;
  }
}

}  // namespace stores
}  // namespace v0
}  // namespace hellojohn

namespace hellojohn {
inline namespace v0 {

std::unique_ptr<SessionStore> plaintext_file_store(std::string path) noexcept {
  return stores::plaintext_file_store(std::move(path), stores::LockPatience{});
}

}  // namespace v0
}  // namespace hellojohn
