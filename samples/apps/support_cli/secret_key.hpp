// Where the secret key comes from: the environment, a private file, or the system's keyring. Never argv.
#pragma once

#include "arguments.hpp"

#include <hellojohn/secret.hpp>

#include <string>

namespace support {

/// The key, or why there is none in `problem`. A key in the environment is taken out of it, for what is started later.
[[nodiscard]] hellojohn::Secret read_secret_key(const Arguments& arguments, std::string& problem);

/// From the keyring; waits at most a minute for a person to unlock it.
[[nodiscard]] hellojohn::Secret read_keyring(const std::string& tenant, std::string& problem);

}  // namespace support
