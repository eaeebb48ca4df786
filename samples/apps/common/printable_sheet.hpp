// A sheet of codes as a page to print: a box to tick beside each one. Knows no widget and no file.
#pragma once

#include <hellojohn/secret.hpp>

#include <string>

namespace samples {

struct SheetPage {
  std::string title;  ///< Latin-1 at most: the fonts every PDF reader has know no more.
  std::string hint;
  /// One code a line, in the order of their numbers.
  hellojohn::SecretView codes;
};

/// A PDF of one A4 page, or of as many as it takes; empty if it could not be made. All memory used is wiped.
[[nodiscard]] hellojohn::Secret printable_sheet(const SheetPage& page);

}  // namespace samples
