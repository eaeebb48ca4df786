// A key in a private file, and one in the environment: what each system does in its own way.
#pragma once

#include <hellojohn/secret.hpp>

#include <string>
#include <string_view>

namespace support {

/// The key in a file that only the user may read; else nothing, and what is wrong with the file in `problem`.
[[nodiscard]] hellojohn::Secret read_key_file(const std::string& path, std::string& problem);

/// Takes a variable out of the environment of this process.
void forget_variable(const char* name);

/// Without blanks and line ends around it.
[[nodiscard]] hellojohn::Secret without_blanks(std::string_view text);

}  // namespace support
