// Words that stand beside codes, and years: what a code must not be taken for.
#pragma once

#include "base/ascii.hpp"

#include <algorithm>
#include <initializer_list>
#include <string_view>

namespace hellojohn {
inline namespace v0 {

inline bool is_one_of(std::string_view word,
                      std::initializer_list<std::string_view> words) noexcept {
  return std::any_of(words.begin(), words.end(),
                     [&](std::string_view w) { return ascii::equal_ignore_case(word, w); });
}

/// Words beside codes that are as long as a group or a code of the usual formats.
inline bool is_label(std::string_view word) noexcept {
  return is_one_of(word, {"code",     "codes",    "save",     "this",     "your",     "used",
                          "user",     "date",     "year",     "with",     "from",     "june",
                          "july",     "sept",     "mayo",     "copy",     "keep",     "here",
                          "page",     "list",     "room",     "line",     "clave",    "usado",
                          "recovery", "password", "reservas", "respaldo", "recupera", "hellojohn",
                          "account",  "username", "security", "expires",  "download", "personal"});
}

/// Words after which a number is the code.
inline bool names_a_code(std::string_view word) noexcept {
  return is_one_of(word, {"code", "codes", "c?digo", "codigo", "is", "es", "use", "usa", "otp",
                          "pin", "passcode", "clave", "token", "enter", "ist", "est"});
}

/// Words after which a number is something else.
inline bool names_a_number(std::string_view word) noexcept {
  return is_one_of(word,
                   {"tel",      "phone",   "call", "fax",       "acct",   "account", "order",
                    "ticket",   "invoice", "zip",  "id",        "cuenta", "pedido",  "tel?fono",
                    "telefono", "case",    "ref",  "reference", "mobile", "llame",   "factura"});
}

inline bool is_year(std::string_view text) noexcept {
  return text.size() == 4 && (text.starts_with("19") || text.starts_with("20"));
}

}  // namespace v0
}  // namespace hellojohn
