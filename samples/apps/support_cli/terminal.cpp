// See terminal.hpp.
#include "terminal.hpp"

#include <cstdio>

namespace support {

namespace {

/// C1 controls, and what turns the direction of text.
bool harms(std::string_view piece) {
  if (piece.size() == 2) return piece[0] == '\xc2' && static_cast<unsigned char>(piece[1]) < 0xa0;
  if (piece == "\xe2\x80\x8e" || piece == "\xe2\x80\x8f") return true;
  if (piece.substr(0, 2) == "\xe2\x80") return piece >= "\xe2\x80\xaa" && piece <= "\xe2\x80\xae";
  return piece.substr(0, 2) == "\xe2\x81" && piece >= "\xe2\x81\xa6" && piece <= "\xe2\x81\xa9";
}

}  // namespace

std::string printable(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const auto c = static_cast<unsigned char>(text.front());
    const std::size_t length = c < 0x80 ? 1 : c >= 0xf0 ? 4 : c >= 0xe0 ? 3 : 2;
    const std::string_view piece = text.substr(0, length);
    text.remove_prefix(piece.size());
    const bool control = piece.size() == 1 && (c < 0x20 || c == 0x7f);
    out += control || harms(piece) ? std::string_view("?") : piece;
  }
  return out;
}

void print(std::string_view line) {
  std::printf("%.*s\n", static_cast<int>(line.size()), line.data());
  std::fflush(stdout);
}

void warn(std::string_view line) {
  std::fprintf(stderr, "%.*s\n", static_cast<int>(line.size()), line.data());
}

bool confirmed(std::string_view user_id) {
  constexpr std::size_t characters = 6;
  if (user_id.size() < characters) {
    warn("The user's id is too short to be confirmed; is it one?");
    return false;
  }
  std::fprintf(stderr, "Type the last %zu characters of the user's id to go on: ", characters);
  std::fflush(stderr);
  char line[64] = {};
  if (std::fgets(line, sizeof line, stdin) == nullptr) return false;
  std::string_view typed = line;
  while (typed.ends_with('\n') || typed.ends_with('\r')) typed.remove_suffix(1);
  return typed == user_id.substr(user_id.size() - characters);
}

}  // namespace support
