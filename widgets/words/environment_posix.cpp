// The person's language by the locale variables of POSIX. Each platform has its own file.
#include <hellojohn/widgets/language.hpp>

#include <algorithm>
#include <cstdlib>

namespace hellojohn {
inline namespace v0 {
namespace widgets {

namespace {

std::string_view variable(const char* name) noexcept {
  const char* value = std::getenv(name);
  return value != nullptr ? std::string_view(value) : std::string_view();
}

/// The locale for messages.
std::string_view locale() noexcept {
  for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    if (!variable(name).empty()) return variable(name);
  }
  return {};
}

bool is_plain(std::string_view locale) noexcept {
  const std::string_view name = locale.substr(0, locale.find('.'));
  return name.empty() || name == "C" || name == "POSIX";
}

}  // namespace

Language language_from_environment() noexcept {
  const std::string_view set = locale();
  if (is_plain(set)) return Language::en;
  // As gettext does: LANGUAGE is a list of preferences, and counts only beside a locale.
  std::string_view list = variable("LANGUAGE");
  while (!list.empty()) {
    const std::size_t end = std::min(list.find(':'), list.size());
    if (const auto found = language_for(list.substr(0, end))) return *found;
    list.remove_prefix(std::min(end + 1, list.size()));
  }
  return language_for(set).value_or(Language::en);
}

}  // namespace widgets
}  // namespace v0
}  // namespace hellojohn
