// Looks through the process's own writable memory for fragments of a secret. The needle is kept scrambled, so that
// the scanner does not find itself.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace hellojohn::tests {

constexpr unsigned char scramble = 0xA5;

/// A secret as the scanner keeps it: each byte xor `scramble`.
using Scrambled = std::vector<unsigned char>;

/// Places that hold six or more following symbols of the secret as UTF-8, UTF-16, UTF-32, base64 (three alignments),
/// or with every symbol escaped as in JSON (\u00XX) or percent-escaped.
/// `without_dump` leaves out the mappings that a core file leaves out.
std::size_t count_fragments(const Scrambled& secret, bool without_dump = false);

}  // namespace hellojohn::tests
