// See arguments.hpp.
#include "apps/desktop/arguments.hpp"

#include "apps/common/dialect.hpp"

#include <charconv>
#include <string>
#include <string_view>
#include <utility>

namespace desktop {

using hellojohn::imgui::Theme;

const char* const help_text =
    R"(hellojohn-desktop: sign-in, security page and lost access in a window

  --base-url URL --tenant ID --key PK [--ca FILE]   another server than the embedded mock
  --dialect NAME          v1, or self_hosted for the open-source server
  --client-id ID          with self_hosted, instead of --key
  --language TAG          such as de or zh-Hans, if a font of this machine has its characters; English by default
  --es                    in Spanish
  --theme NAME            dark, light, high_contrast, host
  --size WIDTHxHEIGHT     of the window, 1180x820 by default
  --save-to FOLDER        where codes are saved; the documents folder by default
  --clear-clipboard SEC   codes leave the clipboard after 30 s by default; 0: they stay
  --drawer                the developer drawer is open (F12, embedded mock only)
  --speak                 the system's voice reads the screens
  --speak-to FILE         writes what it says into a file, for a test
  --trace-screens         one JSON line on stdout for each change of what is shown, without secrets
  --screenshots FOLDER    every screen as PNG files, without a window, in every theme, in English and Spanish; with --theme
                          or --language in that one
Screen readers such as Orca read it if the session has an accessibility bus; NO_AT_BRIDGE=1 keeps it off.
F8 says the whole screen, F9 spells the code at the focus.
Ctrl+= and Ctrl+- zoom, Ctrl+0 is 100 %, Ctrl+Q quits.
)";

namespace {

template <class Int>
bool read_number(std::string_view text, Int& out) {
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), out);
  return failed == std::errc() && end == text.data() + text.size() && out >= 0;
}

bool read_theme(std::string_view name, std::optional<Theme>& out) {
  constexpr struct {
    std::string_view name;
    Theme theme;
  } all[] = {{"dark", Theme::dark},
             {"light", Theme::light},
             {"high_contrast", Theme::high_contrast},
             {"host", Theme::host}};
  for (const auto& one : all) {
    if (one.name != name) continue;
    out = one.theme;
    return true;
  }
  return false;
}

bool read_flag(std::string_view name, Arguments& out) {
  if (name == "--es") {
    out.language = hellojohn::widgets::Language::es;
    out.language_given = true;
  } else if (name == "--drawer") {
    out.drawer = true;
  } else if (name == "--speak") {
    out.speech.voice = true;
  } else if (name == "--trace-screens") {
    out.trace = true;
  } else if (name == "--help") {
    out.help = true;
  } else {
    return false;
  }
  return true;
}

/// The options whose value is kept as it is.
bool read_text(std::string_view name, std::string_view value, Arguments& out) {
  const std::pair<std::string_view, std::string*> texts[] = {
      {"--base-url", &out.client.base_url},   {"--tenant", &out.client.tenant_id},
      {"--key", &out.client.publishable_key}, {"--client-id", &out.client.client_id},
      {"--ca", &out.client.network.ca_file},  {"--save-to", &out.save_folder},
      {"--speak-to", &out.speech.file},       {"--screenshots", &out.screenshots},
  };
  for (const auto& [option, target] : texts) {
    if (name != option) continue;
    *target = value;
    return true;
  }
  return false;
}

bool read_value(std::string_view name, std::string_view value, Arguments& out) {
  if (name == "--theme") return read_theme(value, out.theme);
  if (name == "--dialect") return samples::read_dialect(value, out.client);
  if (name == "--language") {
    const auto language = hellojohn::widgets::language_for(value);
    out.language = language.value_or(out.language);
    out.language_given = true;
    return language.has_value();
  }
  if (name == "--size") {
    const std::size_t cross = value.find('x');
    return cross != std::string_view::npos && read_number(value.substr(0, cross), out.width) &&
           read_number(value.substr(cross + 1), out.height);
  }
  if (name == "--clear-clipboard") {
    int seconds = 0;
    if (!read_number(value, seconds)) return false;
    out.clear_clipboard_after = std::chrono::seconds(seconds);
    return true;
  }
  return read_text(name, value, out);
}

}  // namespace

std::optional<Arguments> read_arguments(int argc, const char* const* argv) {
  Arguments out;
  for (int i = 1; i < argc; ++i) {
    if (read_flag(argv[i], out)) continue;
    if (i + 1 == argc || !read_value(argv[i], argv[i + 1], out)) return std::nullopt;
    ++i;
  }
  return out;
}

}  // namespace desktop
