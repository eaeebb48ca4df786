// Folds a backup code, as a person typed it, to the shape in which it was issued (faults.md 5.13, contract.md E7).
#pragma once

#include <hellojohn/options.hpp>
#include <hellojohn/secret.hpp>

#include <string_view>

namespace hellojohn::inline v0 {

/// The issued shape if `typed` fits the format after folding, else the trimmed original. Length is a hint, never a gate.
/// Full-width forms are folded; spaces, zero-width characters and dashes (U+002D, U+2010-2015, U+2212, U+FE58, U+FE63,
/// U+FF0D) dropped; upper-cased when the format has one case. O/0 and I/1 are never swapped.
[[nodiscard]] Secret normalise_backup_code(std::string_view typed, const BackupCodeFormat& format);

}  // namespace hellojohn::inline v0
