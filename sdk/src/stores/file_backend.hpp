// A session file as a Backend: replaced as a whole, and locked against other processes. One file for each system.
#pragma once

#include "stores/plaintext_file_store.hpp"
#include "stores/worker_store.hpp"

#include <memory>
#include <string>

namespace hellojohn {
inline namespace v0 {
namespace stores {

/// **Exceptions** std::bad_alloc.
[[nodiscard]] std::shared_ptr<Backend> make_file_backend(std::string path, LockPatience);

}  // namespace stores
}  // namespace v0
}  // namespace hellojohn
