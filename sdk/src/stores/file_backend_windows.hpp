// The session file of Windows as a Backend: what the plaintext store and the encrypted one have in common.
#pragma once

#include "stores/plaintext_file_store.hpp"
#include "stores/worker_store.hpp"

#include <memory>
#include <string>

namespace hellojohn {
inline namespace v0 {
namespace stores {

/// **Exceptions** std::bad_alloc.
[[nodiscard]] std::shared_ptr<Backend> make_file_backend(const std::string& path, LockPatience);

}  // namespace stores
}  // namespace v0
}  // namespace hellojohn
