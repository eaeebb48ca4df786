// The person's language by the languages of their Windows account. Each platform has its own file.
#include <hellojohn/widgets/language.hpp>

#include <windows.h>

namespace hellojohn {
inline namespace v0 {
namespace widgets {

Language language_from_environment() noexcept {
  wchar_t list[512];
  ULONG size = sizeof list / sizeof list[0];
  ULONG count = 0;
  if (GetUserPreferredUILanguages(MUI_LANGUAGE_NAME, &count, list, &size) == 0) return Language::en;
  // Names follow each other, each with its own zero; a zero alone ends the list.
  const wchar_t* at = list;
  while (*at != L'\0') {
    char tag[LOCALE_NAME_MAX_LENGTH];
    std::size_t length = 0;
    for (; *at != L'\0'; ++at) {
      if (length < sizeof tag) tag[length++] = *at < 0x80 ? static_cast<char>(*at) : '?';
    }
    ++at;
    if (const auto found = language_for({tag, length})) return *found;
  }
  return Language::en;
}

}  // namespace widgets
}  // namespace v0
}  // namespace hellojohn
