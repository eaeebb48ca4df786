// The version of these headers and of the library that runs. CMake and the package files read it from here.
#pragma once

#define HELLOJOHN_VERSION_MAJOR 0
#define HELLOJOHN_VERSION_MINOR 2
#define HELLOJOHN_VERSION_PATCH 0
/// The version of the headers, as "major.minor.patch".
#define HELLOJOHN_VERSION "0.2.0"

namespace hellojohn {
inline namespace v0 {

/// Returns the version of the library that is linked, as "major.minor.patch". It differs from HELLOJOHN_VERSION if a shared
/// library was replaced after the host was compiled.
/// **Exceptions** none. **Thread safety** any thread. **Lifetime** the text is static.
[[nodiscard]] const char* version() noexcept;

}  // namespace v0
}  // namespace hellojohn
