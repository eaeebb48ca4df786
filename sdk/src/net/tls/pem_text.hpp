// A first look at trust anchors that options give, without OpenSSL, whose first use takes milliseconds.
#pragma once

#include <hellojohn/result.hpp>

#include <string>
#include <string_view>

namespace hellojohn {
inline namespace v0 {
namespace net {

/// The text of `path`. **Errors** resource without descriptors or memory, usage if it cannot be read otherwise or has more
/// than 16 MiB. **Exceptions** std::bad_alloc.
[[nodiscard]] Result<std::string> read_ca_file(const std::string& path);

/// A certificate begins in it; whether it is a good one is for OpenSSL to say.
[[nodiscard]] bool has_pem_certificate(std::string_view pem) noexcept;

}  // namespace net
}  // namespace v0
}  // namespace hellojohn
