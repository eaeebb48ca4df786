// Which language the host's fonts can show. Loads no font; knows no screen.
#pragma once

#include <hellojohn/imgui/style.hpp>
#include <hellojohn/widgets/language.hpp>

namespace hellojohn {
inline namespace v0 {
namespace imgui {

/// True if the current font and `style.heading` have every character of the language's sentences. A typographic sign counts
/// as there if the widgets draw a plain form of it. Looks up each character: call it when the language or a font changes,
/// not in each frame. Before Dear ImGui 1.92 the font atlas must be built.
/// **Exceptions** none: without memory the program ends.
/// **Thread safety** the thread of the ImGui context, between NewFrame and Render.
[[nodiscard]] bool fonts_have(widgets::Language language, const Style& style);

/// The language itself if fonts_have() it, else English, because squares or question marks tell nobody anything.
/// **Exceptions** none: without memory the program ends.
/// **Thread safety** the thread of the ImGui context, between NewFrame and Render.
[[nodiscard]] widgets::Language language_with_fonts(widgets::Language language, const Style& style);

}  // namespace imgui
}  // namespace v0
}  // namespace hellojohn
