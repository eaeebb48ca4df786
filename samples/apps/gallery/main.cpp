// The gallery: the desktop app and every scene on one canvas of a page. page/page.js calls the functions below and
// receives what is on screen. Knows no scene by name.
#include "apps/desktop/app.hpp"
#include "apps/gallery/address.hpp"
#include "apps/gallery/mirror.hpp"
#include "apps/gallery/still_page.hpp"

#include <hellojohn/widgets/code_field.hpp>

#include <GLFW/glfw3.h>
#include <emscripten.h>
#include <emscripten/html5.h>
#include <imgui_internal.h>
#include <boost/json.hpp>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <exception>
#include <optional>

namespace {

namespace widgets = hellojohn::widgets;

constexpr int app_height = 880;

/// One thing is on the canvas: the app or a still.
struct Gallery {
  std::unique_ptr<samples::Window> window;
  desktop::Arguments arguments;
  std::unique_ptr<desktop::App> app;
  std::unique_ptr<gallery::StillPage> still;
  gallery::Address address;
  int room = 1180;  // Width that the page has for the canvas, in CSS pixels.
  int width = 0, height = 0;
  double awake_until = 0;
  std::string said;
  std::string clipboard;
};

Gallery& the() {
  static Gallery gallery;
  return gallery;
}

const widgets::AccountAccessView* view() {
  if (the().app != nullptr) return &the().app->access().view();
  return the().still != nullptr ? &the().still->view() : nullptr;
}

/// Until something that moves has come to its end.
void stay_awake() { the().awake_until = emscripten_get_now() + 1500; }

void resize(int width, int height) {
  if (width == the().width && height == the().height) return;
  the().width = width;
  the().height = height;
  const double ratio = emscripten_get_device_pixel_ratio();
  glfwSetWindowSize(glfwGetCurrentContext(), static_cast<int>(std::floor(width * ratio)),
                    static_cast<int>(std::floor(height * ratio)));
  emscripten_set_element_css_size("#canvas", width, height);
  stay_awake();
}

void open_app() {
  Gallery& g = the();
  std::string problem;
  auto world = samples::DemoWorld::start(problem);
  auto client = hellojohn::Client::create(world->client_options());
  if (!client) {
    std::fprintf(stderr, "%s\n", client.error().detail.c_str());
    return;
  }
  g.arguments = {};
  g.arguments.trace = true;
  g.arguments.drawer = true;
  g.arguments.language = g.address.language;
  g.arguments.theme = g.address.theme;
  g.app = std::make_unique<desktop::App>(g.arguments, std::move(world), std::move(client).value(),
                                         *g.window);
  g.app->look().couch = g.address.couch;
}

/// A new scene counts its arrivals from the start, and must not be taken for the one before.
void forget_scene() {
  for (ImGuiWindow* window : ImGui::GetCurrentContext()->Windows) window->StateStorage.Clear();
  ImGui::ClearActiveID();
}

/// Told when it changes, so that an idle page does nothing.
void tell(const widgets::Text& text) {
  std::string now = gallery::mirror(*view(), text);
  if (now == the().said) return;
  the().said = std::move(now);
  EM_ASM({ Module.onTree(UTF8ToString($0)); }, the().said.c_str());
}

void step() {
  Gallery& g = the();
  if (view() == nullptr) return;
  // Once in half a second for clocks on screen, and for answers that are due.
  constexpr double idle = 500;
  static double drawn_at = 0;
  const double now = emscripten_get_now();
  if (now > g.awake_until && !view()->main->busy && now < drawn_at + idle) return;
  drawn_at = now;
  if (g.app != nullptr) {
    resize(g.address.width != 0 ? g.address.width : std::min(g.room, 1180), app_height);
    if (!g.app->step()) g.window->stay_open();  // A page has no window to close.
    tell(g.app->text());
  } else {
    constexpr int usual = 560;
    const int width = g.address.width != 0 ? g.address.width : std::min(g.room, usual);
    const double ratio = emscripten_get_device_pixel_ratio();
    const float height = g.still->step(*g.window);
    resize(width, static_cast<int>(height / static_cast<float>(ratio)));
    tell(g.still->text());
  }
  EM_ASM({ Module.onFrame(); });
}

void open_window() {
  std::string problem;
  samples::WindowOptions options;
  options.title = "HelloJohn gallery";
  options.width = 560;
  options.height = app_height;
  the().window = samples::Window::open(options, problem);
  if (the().window == nullptr) {
    EM_ASM({ Module.onProblem(UTF8ToString($0)); }, problem.c_str());
    return;
  }
  // GLFW's clipboard in a page holds nothing.
  ImGuiIO& io = ImGui::GetIO();
  io.GetClipboardTextFn = [](void*) { return the().clipboard.c_str(); };
  io.SetClipboardTextFn = [](void*, const char* text) {
    the().clipboard = text;
    EM_ASM({ Module.onCopy(UTF8ToString($0)); }, text);
  };
}

}  // namespace

extern "C" {

/// The part of the address behind '#', and the width that the page has for the canvas. False: there is no such scene.
EMSCRIPTEN_KEEPALIVE int gallery_go(const char* address, int room) {
  Gallery& g = the();
  g.address = gallery::read_address(address);
  g.room = room;
  g.app.reset();
  g.still.reset();
  g.said.clear();
  stay_awake();
  if (g.window == nullptr) return 1;
  forget_scene();
  g.window->set_zoom(1);
  g.window->on_key = {};
  g.window->on_focus = {};
  g.window->set_language(g.address.language);
  if (g.address.screen == "app") {
    open_app();
    return 1;
  }
  try {
    g.still = gallery::StillPage::play(g.address);
  } catch (const std::exception& problem) {
    std::fprintf(stderr, "%s: %s\n", g.address.screen.c_str(), problem.what());
  }
  return g.still != nullptr ? 1 : 0;
}

EMSCRIPTEN_KEEPALIVE void gallery_press(int part, int action, int index) {
  widgets::Intents intents;
  intents.add(static_cast<widgets::Action>(action), static_cast<std::uint8_t>(index),
              static_cast<widgets::Part>(part));
  if (the().app != nullptr) the().app->access().apply(intents);
  if (the().still != nullptr) the().still->press(intents);
  stay_awake();
}

/// Into the component's own field.
EMSCRIPTEN_KEEPALIVE void gallery_type(int part, int element, const char* text) {
  if (view() == nullptr) return;
  const widgets::Element* field = gallery::find(*view(), part, element);
  if (field == nullptr || !field->enabled) return;
  if (field->input != nullptr) field->input->assign(text);
  if (field->code != nullptr) {
    field->code->clear();
    (void)field->code->paste(text);
  }
  stay_awake();
}

EMSCRIPTEN_KEEPALIVE void gallery_wake() { stay_awake(); }

/// The page has another width for the canvas.
EMSCRIPTEN_KEEPALIVE void gallery_room(int width) {
  the().room = width;
  stay_awake();
}

/// Lines down the page.
EMSCRIPTEN_KEEPALIVE void gallery_wheel(double lines) {
  ImGui::GetIO().MouseWheel -= static_cast<float>(lines);
  stay_awake();
}

EMSCRIPTEN_KEEPALIVE void gallery_paste(const char* text) { the().clipboard = text; }

/// Mailbox, phone and paper of the played app, as JSON; empty beside a still.
EMSCRIPTEN_KEEPALIVE const char* gallery_bench() {
  namespace json = boost::json;
  static std::string text;
  text.clear();
  if (the().app == nullptr) return text.c_str();
  samples::DemoWorld& world = *the().app->world();
  json::array people;
  for (const samples::DemoPerson& person : samples::demo_people) {
    json::object one{{"email", person.email}, {"password", person.password}};
    if (person.factor != nullptr) one["authenticator"] = world.totp(person.factor);
    const auto codes = world.backup_codes(person);
    if (!codes.empty()) one["backup code"] = codes.front();
    people.push_back(std::move(one));
  }
  const json::object all{{"mail", world.mailed_link()},
                         {"authenticator", world.newest_totp()},
                         {"people", std::move(people)}};
  text = json::serialize(all);
  return text.c_str();
}

/// As if the person had clicked on the link in the newest mail.
EMSCRIPTEN_KEEPALIVE void gallery_open_mail() {
  if (the().app == nullptr) return;
  the().app->access().receive_link(the().app->world()->mailed_link());
  stay_awake();
}

/// What can be chosen, as JSON.
EMSCRIPTEN_KEEPALIVE const char* gallery_catalogue() {
  namespace json = boost::json;
  static std::string text;
  json::array scenes;
  for (const samples::Scene& scene : samples::all_scenes()) scenes.emplace_back(scene.name);
  json::array languages;
  for (std::size_t i = 0; i + 1 < widgets::language_count; ++i) {
    const auto language = static_cast<widgets::Language>(i);
    if (samples::language_with_font(language, false) != language) continue;
    const widgets::LanguageInfo info = widgets::language_info(language);
    languages.push_back({{"tag", json::string(info.tag)}, {"name", json::string(info.name)}});
  }
  json::array themes;
  for (const auto theme : hellojohn::imgui::all_themes) themes.emplace_back(gallery::name(theme));
  const json::object all{{"scenes", std::move(scenes)},
                         {"languages", std::move(languages)},
                         {"themes", std::move(themes)}};
  text = json::serialize(all);
  return text.c_str();
}

}  // extern "C"

int main() {
  open_window();
  emscripten_set_main_loop(step, 0, 0);
}
