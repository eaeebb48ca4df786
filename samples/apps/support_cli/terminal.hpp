// What the operator sees and types. Everything that came from elsewhere is made harmless for a terminal first.
#pragma once

#include <hellojohn/secret.hpp>

#include <string>
#include <string_view>

namespace support {

/// Control and direction characters replaced: a user agent must not move the cursor.
[[nodiscard]] std::string printable(std::string_view text);

/// Before the first line is printed: the console takes UTF-8.
void prepare_output();
[[nodiscard]] bool output_is_terminal();
/// Straight to standard output, with the line's end, past any buffer that nobody wipes. False: it could not be written.
[[nodiscard]] bool print_secret(hellojohn::SecretView secret);
void print(std::string_view line);
void warn(std::string_view line);  ///< To standard error.

/// Asks for the last 6 characters of the id. False: something else was typed, or nothing.
[[nodiscard]] bool confirmed(std::string_view user_id);

}  // namespace support
