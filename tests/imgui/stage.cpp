// See stage.hpp.
#include "imgui/stage.hpp"

#include <stdexcept>
#include <string>
#include <utility>

namespace hellojohn::tests {

namespace {

widgets::Intents draw_in(Frame frame, const widgets::AccountAccessView& view,
                         const imgui::Style& style, const widgets::Text& text) {
  if (frame == Frame::page) return imgui::draw_page(view, style, text);
  if (frame == Frame::modal) return imgui::draw_modal(view, style, text);
  return imgui::draw(view, style, text);
}

Play play_of(samples::AccessWorld& world, Frame frame) {
  return {[&world, frame](const imgui::Style& style, const widgets::Text& text) {
            return draw_in(frame, world.access.view(), style, text);
          },
          [&world](std::chrono::milliseconds by) { world.wait(by); },
          [&world](const widgets::Intents& intents) { world.access.apply(intents); }};
}

}  // namespace

Stage::Stage(samples::AccessWorld& world, const StageOptions& options)
    : Stage(play_of(world, options.frame), options) {}

Stage::Stage(Play play, const StageOptions& options)
    : play_(std::move(play)),
      options_(options),
      offscreen_(options.width, options.height, {options.font_size, options.language, true}),
      text_(options.language) {
  if (options.language == widgets::Language::own) widgets::load_pseudo_language(text_);
  style_.theme = options.theme;
  style_.heading = offscreen_.heading();
  style_.mono = offscreen_.mono();
  style_.couch = options.couch;
  move_mouse({-1, -1});
  frames(3);
  told.clear();
}

widgets::Intents Stage::draw() {
  if (options_.frame != Frame::window) return play_.draw(style_, text_);
  widgets::Intents intents;
  ImGui::SetNextWindowPos({0, 0});
  ImGui::SetNextWindowSize(ImGui::GetIO().DisplaySize);
  if (ImGui::Begin("host", nullptr, ImGuiWindowFlags_NoDecoration)) {
    intents = play_.draw(style_, text_);
  }
  ImGui::End();
  return intents;
}

void Stage::frame() {
  if (pad_used_) imgui::feed(pad);
  if (live) play_.wait(std::chrono::milliseconds(static_cast<int>(options_.seconds * 1000)));
  widgets::Intents intents;
  offscreen_.frame([&] { intents = draw(); }, options_.seconds);
  told.insert(told.end(), intents.begin(), intents.end());
  if (live) play_.apply(intents);
}

void Stage::frames(int count) {
  for (int i = 0; i < count; ++i) frame();
}

void Stage::press(Key key) {
  told.clear();
  set_key(key, true);
  frames(2);
  set_key(key, false);
  frames(2);
}

void Stage::press(bool imgui::PadState::*button) {
  told.clear();
  pad_used_ = true;
  pad.*button = true;
  frames(2);
  pad.*button = false;
  frames(2);
}

void Stage::press_ctrl(Key key) {
  told.clear();
  set_ctrl(true);
  frame();
  set_key(key, true);
  frames(2);
  set_key(key, false);
  set_ctrl(false);
  frames(2);
}

void Stage::click(ImVec2 at) {
  move_mouse(at);
  frames(2);
  told.clear();
  set_mouse_button(true);
  frames(2);
  set_mouse_button(false);
  frames(2);
}

void Stage::type(std::string_view text) {
  for (const char c : text) {
    tests::type(static_cast<char32_t>(static_cast<unsigned char>(c)));
    frame();
  }
}

int Stage::vertices(imgui::Color color) const {
  const ImU32 wanted = IM_COL32(color.r, color.g, color.b, 255);
  const ImDrawData* data = ImGui::GetDrawData();
  int found = 0;
  for (int i = 0; i < data->CmdListsCount; ++i) {
    for (const ImDrawVert& vertex : data->CmdLists[i]->VtxBuffer) found += vertex.col == wanted;
  }
  return found;
}

samples::Scene scene_named(std::string_view name) {
  for (const samples::Scene& scene : samples::all_scenes()) {
    if (name == scene.name) return scene;
  }
  throw std::logic_error("no such scene: " + std::string(name));
}

}  // namespace hellojohn::tests
