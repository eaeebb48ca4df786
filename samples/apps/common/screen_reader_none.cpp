// Without hellojohn::atspi there is nothing to offer the elements to. See screen_reader.hpp.
#include "apps/common/screen_reader.hpp"

namespace samples {

struct ScreenReader::Impl {};

ScreenReader::ScreenReader(const std::string&, std::function<void()>) {}
ScreenReader::~ScreenReader() = default;
void ScreenReader::set_active(bool) {}
hellojohn::widgets::Intents ScreenReader::update(const hellojohn::widgets::AccountAccessView&,
                                                 const hellojohn::widgets::Text&,
                                                 const hellojohn::speech::Focus&,
                                                 hellojohn::widgets::Time) {
  return {};
}

}  // namespace samples
