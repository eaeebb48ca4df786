// The smallest program with all screens: a GLFW window, OpenGL 3, Dear ImGui, and HelloJohn's widgets in it.
#include <hellojohn/hellojohn.hpp>
#include <hellojohn/imgui/draw.hpp>
#include <hellojohn/widgets/account_access.hpp>

#include <cstdio>
#include <string>
#include <utility>

#include <GLFW/glfw3.h>
#include <backends/imgui_impl_glfw.h>
#include <backends/imgui_impl_opengl3.h>
#include <imgui.h>

namespace {

namespace widgets = hellojohn::widgets;

GLFWwindow* open_window() {
  if (glfwInit() != GLFW_TRUE) return nullptr;
  glfwWindowHint(GLFW_CONTEXT_VERSION_MAJOR, 3);
  glfwWindowHint(GLFW_CONTEXT_VERSION_MINOR, 2);
  glfwWindowHint(GLFW_OPENGL_PROFILE, GLFW_OPENGL_CORE_PROFILE);
  glfwWindowHint(GLFW_OPENGL_FORWARD_COMPAT, GLFW_TRUE);
  GLFWwindow* window = glfwCreateWindow(900, 700, "My game", nullptr, nullptr);
  if (window == nullptr) return nullptr;
  glfwMakeContextCurrent(window);
  glfwSwapInterval(1);
  ImGui::CreateContext();
  ImGui::GetIO().IniFilename = nullptr;
  ImGui::GetIO().ConfigFlags |= ImGuiConfigFlags_NavEnableKeyboard;
  ImGui_ImplGlfw_InitForOpenGL(window, true);
  ImGui_ImplOpenGL3_Init("#version 150");
  return window;
}

/// What the game lends the screens. A hook that is left out hides what needs it.
widgets::Host hooks(GLFWwindow* window) {
  widgets::Host host;
  host.write_clipboard = [window](hellojohn::SecretView text) {
    glfwSetClipboardString(window, std::string(text.reveal()).c_str());
    return true;
  };
  host.read_clipboard = [window] {
    const char* text = glfwGetClipboardString(window);
    return hellojohn::Secret(text != nullptr ? text : "");
  };
  host.streaming = [] { return widgets::Streaming::no; };
  return host;
}

void draw_frame(GLFWwindow* window, hellojohn::Client& client, widgets::AccountAccess& access,
                const widgets::Text& text) {
  glfwPollEvents();
  client.poll();
  access.update(hellojohn::system_clock().now() + hellojohn::system_clock().suspended());

  ImGui_ImplOpenGL3_NewFrame();
  ImGui_ImplGlfw_NewFrame();
  ImGui::NewFrame();
  hellojohn::imgui::Style style;
  style.theme = hellojohn::imgui::Theme::dark;
  access.apply(hellojohn::imgui::draw_page(access.view(), style, text));
  ImGui::Render();

  int width = 0;
  int height = 0;
  glfwGetFramebufferSize(window, &width, &height);
  glViewport(0, 0, width, height);
  glClear(GL_COLOR_BUFFER_BIT);
  ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
  glfwSwapBuffers(window);
}

void close_window(GLFWwindow* window) {
  ImGui_ImplOpenGL3_Shutdown();
  ImGui_ImplGlfw_Shutdown();
  ImGui::DestroyContext();
  glfwDestroyWindow(window);
  glfwTerminate();
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4 && argc != 5) {
    std::fputs("usage: hellojohn-minimal-imgui BASE_URL TENANT_ID PUBLISHABLE_KEY [CA_FILE]\n",
               stderr);
    return 2;
  }
  hellojohn::ClientOptions options;
  options.base_url = argv[1];
  options.tenant_id = argv[2];
  options.publishable_key = argv[3];
  if (argc == 5) options.network.ca_file = argv[4];
  auto client = hellojohn::Client::create(std::move(options));
  if (!client) {
    std::fprintf(stderr, "%s\n", client.error().detail.c_str());
    return 1;
  }
  GLFWwindow* window = open_window();
  if (window == nullptr) {
    std::fputs("No window could be opened.\n", stderr);
    return 3;
  }
  {
    const widgets::Text text;
    widgets::Branding branding;
    branding.app = "My game";
    branding.support = "help@example.com";
    widgets::AccountAccess access(*client, hooks(window), branding, {});
    while (glfwWindowShouldClose(window) == GLFW_FALSE) draw_frame(window, *client, access, text);
  }
  close_window(window);
}
