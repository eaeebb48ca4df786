// Checks options and makes a Core: the step that the client and the admin library share.
#pragma once

#include <hellojohn/options.hpp>
#include <hellojohn/result.hpp>
#include <hellojohn/secret.hpp>

#include <memory>

namespace hellojohn {
inline namespace v0 {
namespace detail {

class Core;

/// `key` goes with the calls that carry a key. **Errors** as Client::create.
[[nodiscard]] Result<std::shared_ptr<Core>> make_core(ClientOptions&& options, Secret key) noexcept;

}  // namespace detail
}  // namespace v0
}  // namespace hellojohn
