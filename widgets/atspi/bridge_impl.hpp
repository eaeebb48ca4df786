// The bridge's inside: the connection, the tree, and what is answered for each path.
#pragma once

#include "tree.hpp"

#include <hellojohn/atspi/bridge.hpp>

#include <gio/gio.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace hellojohn {
inline namespace v0 {
namespace atspi {

inline constexpr const char* base_path = "/org/a11y/atspi/accessible";
inline constexpr const char* root_path = "/org/a11y/atspi/accessible/root";
inline constexpr const char* null_path = "/org/a11y/atspi/null";
inline constexpr const char* cache_path = "/org/a11y/atspi/cache";
inline constexpr std::uint32_t window_id = 0;

struct Free {
  void operator()(GDBusConnection* connection) const noexcept { g_object_unref(connection); }
  void operator()(GMainContext* context) const noexcept { g_main_context_unref(context); }
  void operator()(GVariant* value) const noexcept { g_variant_unref(value); }
  void operator()(GDBusNodeInfo* node) const noexcept { g_dbus_node_info_unref(node); }
};
template <class T>
using Owned = std::unique_ptr<T, Free>;

inline constexpr int patience_ms = 1000;

/// Null if there is none, or if the environment keeps programs off it.
[[nodiscard]] Owned<GDBusConnection> accessibility_bus();

[[nodiscard]] GVariant* string_of(const std::string& text);

/// Called on GIO's thread, which may outlive the bridge.
class OnRequest {
 public:
  explicit OnRequest(std::function<void()> call) : call_(std::move(call)) {}
  void operator()() {
    const std::lock_guard lock(guard_);
    if (call_) call_();
  }
  void stop() {
    const std::lock_guard lock(guard_);
    call_ = nullptr;
  }

 private:
  std::mutex guard_;
  std::function<void()> call_;
};

struct Bridge::Impl {
  std::string application;
  std::shared_ptr<OnRequest> on_request;
  Owned<GMainContext> context;
  Owned<GDBusConnection> bus;
  Owned<GDBusNodeInfo> node;
  struct Offered {
    std::string path;
    std::vector<guint> registrations;
  };
  std::vector<Offered> offers;
  std::int32_t application_id = 0;
  std::string parent_name, parent_path = null_path;  // The registry's desktop.
  Tree tree;
  std::uint32_t focused = 0;
  bool active = true;  // The window has the keyboard.
  bool told_active = false;
  bool asked = false;            // During this update().
  const Frame* frame = nullptr;  // During update().
  widgets::Intents intents;

  /// What a path means: the application, the window, the screen in it, or an element.
  struct Target {
    bool application = false;
    bool window = false;
    bool screen = false;
    const Object* object = nullptr;
    [[nodiscard]] bool found() const {
      return application || window || screen || object != nullptr;
    }
  };

  Impl() = default;
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;
  ~Impl();
  [[nodiscard]] bool start();
  void listen();
  /// Answers what was asked, and what is asked in the moments after it.
  void run();
  [[nodiscard]] Target target(const char* path) const;
  [[nodiscard]] GVariant* reference(const char* path) const {
    return g_variant_new("(so)", g_dbus_connection_get_unique_name(bus.get()), path);
  }
  [[nodiscard]] static std::string path_of(std::uint32_t id) {
    return std::string(base_path) + "/" + std::to_string(id);
  }
  [[nodiscard]] std::vector<std::string> children_of(const Target& target) const;
  [[nodiscard]] std::string parent_of(const Target& target) const;
  [[nodiscard]] std::vector<std::string_view> interfaces_of(const Target& target) const;
  [[nodiscard]] GVariant* property(const Target& target, std::string_view name);
  [[nodiscard]] GVariant* accessible(const Target& target, std::string_view method, GVariant* in);
  [[nodiscard]] GVariant* action(const Target& target, std::string_view method);
  [[nodiscard]] GVariant* children_answer(const Target& target, std::string_view method,
                                          GVariant* in);
  [[nodiscard]] GVariant* text(const Target& target, std::string_view method, GVariant* in);
  [[nodiscard]] bool embed();
  void tell(const Tree::Changes& changes, bool first) const;
  void tell_child(const char* what, const Object& object, std::uint32_t screen) const;
  /// Answers for the path from now on, or no longer.
  void offer(const std::string& path);
  void withdraw(const std::string& path);
  static void call(GDBusConnection*, const gchar*, const gchar* path, const gchar* interface,
                   const gchar* method, GVariant* in, GDBusMethodInvocation* invocation,
                   gpointer self);
  static GVariant* get(GDBusConnection*, const gchar*, const gchar* path, const gchar* interface,
                       const gchar* name, GError** error, gpointer self);
  static gboolean set(GDBusConnection*, const gchar*, const gchar*, const gchar*, const gchar*,
                      GVariant* value, GError**, gpointer self);
  void emit(const std::string& path, const char* signal, const char* detail, int one, int two,
            GVariant* any) const;
  void emit_of(const char* interface, const std::string& path, const char* signal,
               const char* detail, int one, int two, GVariant* any) const;
  void tell_window();
};

}  // namespace atspi
}  // namespace v0
}  // namespace hellojohn
