// See trace.hpp.
#include "apps/common/trace.hpp"

#include <hellojohn/widgets/code_field.hpp>
#include <hellojohn/widgets/component.hpp>
#include <hellojohn/widgets/text.hpp>

#include <imgui.h>

#include <algorithm>
#include <cstdio>
#include <iterator>

#include <boost/json.hpp>

namespace samples {

namespace {

namespace json = boost::json;
namespace widgets = hellojohn::widgets;
using hellojohn::imgui::Item;

/// The id, or the words of a host's own screen, which has no ids.
json::string name(const widgets::Message& message) {
  const bool own_words = message.id == widgets::MessageId::account_value ||
                         message.id == widgets::MessageId::free_text;
  return json::string(own_words ? message.text : widgets::message_info(message.id).name);
}

const char* name(widgets::Place place) {
  switch (place) {
    case widgets::Place::sign_in: return "sign_in";
    case widgets::Place::challenge: return "challenge";
    case widgets::Place::after_code: return "after_code";
    case widgets::Place::lost_access: return "lost_access";
    case widgets::Place::home: return "home";
    case widgets::Place::codes: return "codes";
    case widgets::Place::enrolment: return "enrolment";
    case widgets::Place::factors: return "factors";
    case widgets::Place::help: break;
  }
  return "help";
}

const widgets::Screen* screen_of(const widgets::AccountAccessView& view, widgets::Part part) {
  if (part == widgets::Part::banner) return view.banner;
  return part == widgets::Part::notice ? view.notice : view.main;
}

/// Everything said, in reading order: ids without values.
json::array labels(const widgets::Screen& screen) {
  json::array out;
  for (const widgets::Element& element : screen) out.push_back(name(element.label));
  return out;
}

json::object describe(const widgets::Element& element, const Item& item) {
  json::object out{{"label", name(element.label)},
                   {"index", element.index},
                   {"sub", item.sub},
                   {"enabled", element.enabled},
                   {"checked", element.checked},
                   {"focused", item.focused},
                   {"rect",
                    {static_cast<int>(item.left), static_cast<int>(item.top),
                     static_cast<int>(item.right), static_cast<int>(item.bottom)}}};
  if (element.code != nullptr) out["typed"] = element.code->size();
  return out;
}

}  // namespace

void Trace::count_input() {
  const ImGuiIO& io = ImGui::GetIO();
  if (ImGui::IsMouseReleased(ImGuiMouseButton_Left)) ++clicks_;
  characters_ += io.InputQueueCharacters.Size;
  keys_held_ = static_cast<int>(std::count(std::begin(io.KeysDown), std::end(io.KeysDown), true));
}

void Trace::print(const TraceFrame& frame) {
  const widgets::AccountAccessView& view = frame.view;
  if (view.main != screen_ || view.main->arrival != arrival_) arrived_ = frame.now;
  screen_ = view.main;
  arrival_ = view.main->arrival;
  // Only the first frames at rest have a line: a line is work, too.
  constexpr int told_frames = 4;
  if (frame.rest_frames <= told_frames) {
    rest_frames_ = frame.rest_frames;
    rest_ms_ = static_cast<int>(frame.rest_seconds * 1000);
  }
  json::array items;
  for (const Item& item : frame.items) {
    items.push_back(describe((*screen_of(view, item.part))[item.element], item));
  }
  json::array question;
  if (frame.question != nullptr) {
    for (const Item& item : *frame.question_items)
      question.push_back(describe((*frame.question)[item.element], item));
  }
  const json::object line{{"place", name(view.place)},
                          {"labels", labels(*view.main)},
                          {"notice", view.notice != nullptr && view.notice->size() != 0},
                          {"banner", view.banner != nullptr && view.banner->size() != 0},
                          // Presses are taken: those meant for the screen before are past.
                          {"ready", frame.now - arrived_ > widgets::Component::press_guard * 3 / 2},
                          {"unsaved", view.has_unsaved_codes},
                          {"clipboard", frame.clipboard},
                          {"capture", frame.capture},
                          {"file", frame.file},
                          {"clicks", clicks_},
                          {"characters", characters_},
                          {"keys", keys_held_},
                          {"rest_frames", rest_frames_},
                          {"rest_ms", rest_ms_},
                          {"items", std::move(items)},
                          {"question", std::move(question)}};
  std::string text = json::serialize(line);
  if (text == last_) return;
  last_ = std::move(text);
  std::printf("%s\n", last_.c_str());
  std::fflush(stdout);
}

}  // namespace samples
