// The semantic tree of what is shown, as JSON for the page's own elements. Knows no page.
#pragma once

#include <hellojohn/widgets/account_access.hpp>
#include <hellojohn/widgets/text.hpp>

#include <string>

namespace gallery {

/// Roles, names, states and live text, in reading order. What is typed or masked is not in it.
[[nodiscard]] std::string mirror(const hellojohn::widgets::AccountAccessView& view,
                                 const hellojohn::widgets::Text& text);

/// The element that the mirror calls `element` of `part`; null if there is none.
[[nodiscard]] const hellojohn::widgets::Element* find(
    const hellojohn::widgets::AccountAccessView& view, int part, int element);

}  // namespace gallery
