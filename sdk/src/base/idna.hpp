// The seam for international host names: idna_libidn2.cpp reads them, idna_none.cpp refuses them.
#pragma once

#include <string>
#include <string_view>

namespace hellojohn {
inline namespace v0 {

/// Writes the ASCII form of one label of a host name, as a browser finds it. `label` is UTF-8 or begins with "xn--", and
/// its ASCII letters are lower case. Returns null, or why the label is refused: a browser refuses it, or it is not written
/// the way it is read (capitals, compatibility characters, invisible characters).
[[nodiscard]] const char* to_ascii_label(std::string_view label, std::string& ascii);

}  // namespace v0
}  // namespace hellojohn
