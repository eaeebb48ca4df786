// What the user of hellojohn-doctor types. Prompts go to standard error, so that standard output is the report only.
#pragma once

#include <hellojohn/secret.hpp>

#include <string_view>

namespace hellojohn {
inline namespace v0 {
namespace doctor {

/// A line, not shown while it is typed. Empty at the end of input.
[[nodiscard]] Secret ask_secret(std::string_view prompt);

/// True if the user typed "yes".
[[nodiscard]] bool agreed(std::string_view what);

/// The value of an environment variable, taken out of the environment of later processes. Empty if it is not set.
[[nodiscard]] Secret take_from_environment(const char* name);

}  // namespace doctor
}  // namespace v0
}  // namespace hellojohn
