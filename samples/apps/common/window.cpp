// See window.hpp.
#include "apps/common/window.hpp"

#include "apps/common/capture.hpp"
#include "apps/common/window_system.hpp"

#include <GLFW/glfw3.h>
#include <backends/imgui_impl_glfw.h>
#include <backends/imgui_impl_opengl3.h>

#include <algorithm>
#include <cmath>

namespace samples {

namespace {

constexpr double stays_awake = 1;  // Seconds: until what a press began has come to its end.
constexpr std::chrono::milliseconds pace{16};
constexpr std::chrono::milliseconds longest_wait{500};

}  // namespace

std::unique_ptr<Window> Window::open(const WindowOptions& options, std::string& problem) {
  std::unique_ptr<Window> made(new Window);
  if (glfwInit() != GLFW_TRUE) {
    problem = window_system::last_error();
    return nullptr;
  }
  window_system::ask_for_context();
  made->window_ =
      glfwCreateWindow(options.width, options.height, options.title.c_str(), nullptr, nullptr);
  if (made->window_ == nullptr) {
    problem = window_system::last_error();
    return nullptr;
  }
  glfwMakeContextCurrent(made->window_);
  glfwSwapInterval(1);
  made->font_size_ = options.font_size;
  made->awake_until_ = glfwGetTime() + stays_awake;
  made->language_ = options.language;
  // Before ImGui's backend, which calls on what it finds.
  glfwSetWindowUserPointer(made->window_, made.get());
  glfwSetKeyCallback(
      made->window_, [](GLFWwindow* window, int key, int, int action, int modifiers) {
        const auto* self = static_cast<const Window*>(glfwGetWindowUserPointer(window));
        if (action == GLFW_PRESS && self->on_key) self->on_key(key, modifiers);
      });
  made->context_ = ImGui::CreateContext();
  ImGui::SetCurrentContext(made->context_);
  ImGuiIO& io = ImGui::GetIO();
  io.IniFilename = nullptr;  // Nothing of what was on screen is left in a file.
  io.LogFilename = nullptr;
  io.ConfigFlags |= ImGuiConfigFlags_NavEnableKeyboard;
  if (!ImGui_ImplGlfw_InitForOpenGL(made->window_, true) ||
      !ImGui_ImplOpenGL3_Init(window_system::shading_language)) {
    problem = "Dear ImGui cannot draw here: OpenGL 3.2 is needed";
    return nullptr;
  }
  return made;
}

Window::~Window() {
  if (context_ != nullptr) {
    ImGui_ImplOpenGL3_Shutdown();
    ImGui_ImplGlfw_Shutdown();
    ImGui::DestroyContext(context_);
  }
  if (window_ != nullptr) glfwDestroyWindow(window_);
  glfwTerminate();
}

void Window::load_fonts() {
  desktop_scale_ = window_system::scale(window_);
  if (scale() == loaded_scale_ && language_ == loaded_language_) return;
  [[maybe_unused]] const bool again = loaded_scale_ != 0;
  loaded_scale_ = scale();
  loaded_language_ = language_;
  ImGuiIO& io = ImGui::GetIO();
  io.Fonts->Clear();
  fonts_ = add_fonts({std::floor(font_size_ * loaded_scale_), language_});
  ImGui::GetStyle() = ImGuiStyle();
  ImGui::GetStyle().ScaleAllSizes(loaded_scale_);
#if IMGUI_VERSION_NUM < 19200
  if (!again) return;  // The first frame makes the texture with everything else.
  ImGui_ImplOpenGL3_DestroyFontsTexture();
  ImGui_ImplOpenGL3_CreateFontsTexture();
#endif
}

std::chrono::milliseconds Window::patience(std::chrono::milliseconds due) const noexcept {
  if (glfwGetTime() < awake_until_ || pad_) return std::min(due, pace);
  return std::min(due, longest_wait);
}

void Window::wake() noexcept { glfwPostEmptyEvent(); }

void Window::wait(std::chrono::milliseconds patience) {
  const double longest = std::max(0.0001, std::chrono::duration<double>(patience).count());
  const double begun = glfwGetTime();
  window_system::wait(longest);
  const double now = glfwGetTime();
  const double waited = now - begun;
  constexpr double early = 0.002;  // A wait that nothing ended may be this much too short.
  if (waited < longest - early) {
    awake_until_ = now + stays_awake;
    rest_ = {};
  } else if (begun >= awake_until_) {
    ++rest_.frames;
    rest_.seconds += now - std::max(last_wait_ended_, awake_until_);
  }
  last_wait_ended_ = now;
}

void Window::frame(std::chrono::milliseconds patience, hellojohn::imgui::Color behind,
                   const std::function<void()>& submit) {
  wait(patience);
  const bool focused = glfwGetWindowAttrib(window_, GLFW_FOCUSED) == GLFW_TRUE;
  if (focused != focused_ && on_focus) on_focus(focused);
  focused_ = focused;
  load_fonts();
  ImGui_ImplOpenGL3_NewFrame();
  ImGui_ImplGlfw_NewFrame();
  // A browser's clock is coarse, and ImGui wants every frame to be later than the one before.
  ImGui::GetIO().DeltaTime = std::max(ImGui::GetIO().DeltaTime, 0.0001F);
  // After the backend, which maps pads in its own way; before NewFrame, which reads them.
  pad_ = virtual_pad ? virtual_pad : window_system::read_pad();
  if (pad_) hellojohn::imgui::feed(*pad_);
  ImGui::NewFrame();
  submit();
  ImGui::Render();
  int width = 0;
  int height = 0;
  glfwGetFramebufferSize(window_, &width, &height);
  glViewport(0, 0, width, height);
  const auto part = [](unsigned value) { return static_cast<float>(value) / 255.0F; };
  glClearColor(part(behind.r), part(behind.g), part(behind.b), 1);
  glClear(GL_COLOR_BUFFER_BIT);
  ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
  glfwSwapBuffers(window_);
}

void Window::hide_from_capture(bool hide) noexcept {
  (void)samples::hide_from_capture(window_, hide);
}

bool Window::closing() const noexcept { return glfwWindowShouldClose(window_) == GLFW_TRUE; }
void Window::close() noexcept { glfwSetWindowShouldClose(window_, GLFW_TRUE); }
void Window::stay_open() noexcept { glfwSetWindowShouldClose(window_, GLFW_FALSE); }

}  // namespace samples
