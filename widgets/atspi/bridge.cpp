// The connection to the accessibility bus. All answers are given inside update(), on the host's thread.
#include "bridge_impl.hpp"
#include "protocol.hpp"

#include <algorithm>
#include <charconv>
#include <new>
#include <utility>

namespace hellojohn {
inline namespace v0 {
namespace atspi {

namespace {

constexpr int next_question_ms = 4;

using Shared = std::shared_ptr<OnRequest>;
void forget(gpointer shared) { delete static_cast<Shared*>(shared); }
gboolean call_on_request(gpointer shared) {
  (**static_cast<Shared*>(shared))();
  return G_SOURCE_REMOVE;
}

/// On GIO's thread, before the message is queued for the host's: the host is woken in the next turn of that thread.
GDBusMessage* wake_host(GDBusConnection*, GDBusMessage* message, gboolean incoming,
                        gpointer shared) {
  if (incoming == 0 || g_dbus_message_get_message_type(message) != G_DBUS_MESSAGE_TYPE_METHOD_CALL)
    return message;
  GSource* const turn = g_idle_source_new();
  g_source_set_priority(turn, G_PRIORITY_DEFAULT);
  g_source_set_callback(turn, call_on_request, new Shared(*static_cast<Shared*>(shared)), forget);
  g_source_attach(turn, g_main_context_get_thread_default());
  g_source_unref(turn);
  return message;
}

gboolean set_true(gpointer flag) {
  *static_cast<bool*>(flag) = true;
  return G_SOURCE_REMOVE;
}

}  // namespace

void Bridge::Impl::listen() {
  g_dbus_connection_add_filter(bus.get(), wake_host, new Shared(on_request), forget);
}

/// A screen reader asks dozens of questions one after the other. At one a frame it would be silent for a second.
void Bridge::Impl::run() {
  asked = false;
  while (g_main_context_iteration(context.get(), FALSE) != 0) {
  }
  if (!asked) return;
  bool over = false;
  GSource* const end = g_timeout_source_new(next_question_ms);
  g_source_set_callback(end, set_true, &over, nullptr);
  g_source_attach(end, context.get());
  while (!over && intents.empty()) g_main_context_iteration(context.get(), TRUE);
  g_source_destroy(end);
  g_source_unref(end);
}

Bridge::Impl::Target Bridge::Impl::target(const char* path) const {
  Target out;
  const std::string_view whole(path);
  out.application = whole == root_path || whole == cache_path;
  const std::size_t slash = whole.rfind('/');
  if (out.application || slash == std::string_view::npos) return out;
  const std::string_view number = whole.substr(slash + 1);
  std::uint32_t id = 0;
  const auto [end, failed] = std::from_chars(number.data(), number.data() + number.size(), id);
  if (failed != std::errc() || end != number.data() + number.size()) return out;
  out.window = id == window_id;
  out.screen = frame != nullptr && id == tree.screen();
  if (!out.window && frame != nullptr) out.object = tree.find(id);
  return out;
}

void Bridge::Impl::call(GDBusConnection*, const gchar*, const gchar* path, const gchar* interface,
                        const gchar* method, GVariant* in, GDBusMethodInvocation* invocation,
                        gpointer self) {
  auto& impl = *static_cast<Impl*>(self);
  impl.asked = true;
  const Target target = impl.target(path);
  if (!target.found()) {
    g_dbus_method_invocation_return_dbus_error(
        invocation, "org.freedesktop.DBus.Error.UnknownObject", "it is not there any more");
    return;
  }
  const std::string_view kind(interface);
  GVariant* answer = nullptr;
  if (kind == "org.a11y.atspi.Application") {
    answer = g_variant_new("(s)", "");
  } else if (kind == "org.a11y.atspi.Cache") {
    answer = g_variant_new("(a((so)(so)(so)iiassusau))", nullptr);  // Clients ask each object then.
  } else if (kind == "org.a11y.atspi.Action") {
    answer = impl.action(target, method);
  } else if (kind == "org.a11y.atspi.Accessible") {
    answer = impl.accessible(target, method, in);
  } else {
    answer = impl.text(target, method, in);
  }
  g_dbus_method_invocation_return_value(invocation, answer);
}

GVariant* Bridge::Impl::get(GDBusConnection*, const gchar*, const gchar* path, const gchar*,
                            const gchar* name, GError** error, gpointer self) {
  auto& impl = *static_cast<Impl*>(self);
  impl.asked = true;
  const Target target = impl.target(path);
  if (target.found()) return impl.property(target, name);
  g_set_error_literal(error, G_DBUS_ERROR, G_DBUS_ERROR_UNKNOWN_OBJECT, "it is not there any more");
  return nullptr;
}

gboolean Bridge::Impl::set(GDBusConnection*, const gchar*, const gchar*, const gchar*, const gchar*,
                           GVariant* value, GError**, gpointer self) {
  static_cast<Impl*>(self)->application_id = g_variant_get_int32(value);  // "Id", by the registry.
  return TRUE;
}

void Bridge::Impl::offer(const std::string& path) {
  static const GDBusInterfaceVTable answers{call, get, set, {}};
  Offered& offered = offers.emplace_back();
  offered.path = path;
  auto names = interfaces_of(target(path.c_str()));
  if (path == cache_path) names = {"org.a11y.atspi.Cache"};
  for (const std::string_view name : names) {
    GDBusInterfaceInfo* const info =
        g_dbus_node_info_lookup_interface(node.get(), std::string(name).c_str());
    offered.registrations.push_back(g_dbus_connection_register_object(
        bus.get(), path.c_str(), info, &answers, this, nullptr, nullptr));
  }
}

void Bridge::Impl::withdraw(const std::string& path) {
  const auto at = std::ranges::find(offers, path, &Offered::path);
  if (at == offers.end()) return;
  for (const guint registration : at->registrations) {
    g_dbus_connection_unregister_object(bus.get(), registration);
  }
  offers.erase(at);
}

bool Bridge::Impl::start() {
  context.reset(g_main_context_new());
  g_main_context_push_thread_default(context.get());
  bus = accessibility_bus();
  node.reset(g_dbus_node_info_new_for_xml(interfaces_xml, nullptr));
  const bool connected = bus != nullptr && node != nullptr;
  if (connected) {
    offer(root_path);
    offer(cache_path);
    offer(path_of(window_id));
  }
  g_main_context_pop_thread_default(context.get());
  if (!connected || !embed()) return false;
  listen();
  return true;
}

/// Makes the application a child of the desktop. The registry asks for its properties meanwhile.
bool Bridge::Impl::embed() {
  const Owned<GVariant> answer(g_dbus_connection_call_sync(
      bus.get(), "org.a11y.atspi.Registry", root_path, "org.a11y.atspi.Socket", "Embed",
      g_variant_new("(@(so))", reference(root_path)), G_VARIANT_TYPE("((so))"),
      G_DBUS_CALL_FLAGS_NONE, patience_ms, nullptr, nullptr));
  if (answer == nullptr) return false;
  const char* name = nullptr;
  const char* path = nullptr;
  g_variant_get(answer.get(), "((&s&o))", &name, &path);
  parent_name = name;
  parent_path = path;
  return true;
}

Bridge::Impl::~Impl() {
  if (on_request != nullptr) on_request->stop();
  while (!offers.empty()) withdraw(std::string(offers.back().path));
}

void Bridge::Impl::emit(const std::string& path, const char* signal, const char* detail, int one,
                        int two, GVariant* any) const {
  emit_of("org.a11y.atspi.Event.Object", path, signal, detail, one, two, any);
}

void Bridge::Impl::emit_of(const char* interface, const std::string& path, const char* signal,
                           const char* detail, int one, int two, GVariant* any) const {
  GVariantBuilder properties;
  g_variant_builder_init(&properties, G_VARIANT_TYPE("a{sv}"));
  g_dbus_connection_emit_signal(bus.get(), nullptr, path.c_str(), interface, signal,
                                g_variant_new("(siiva{sv})", detail, one, two, any, &properties),
                                nullptr);
}

void Bridge::Impl::tell_child(const char* what, const Object& object, std::uint32_t screen) const {
  const Object* const sheet = tree.sheet(object);
  const std::uint32_t parent = sheet != nullptr                     ? sheet->id
                               : object.part == widgets::Part::main ? screen
                                                                    : window_id;
  emit(path_of(parent), "ChildrenChanged", what, -1, 0, reference(path_of(object.id).c_str()));
}

/// Clients keep copies of the tree; these signals say what to read again.
void Bridge::Impl::tell(const Tree::Changes& changes, bool first) const {
  const std::string window = path_of(window_id);
  for (const Object& gone : changes.removed) tell_child("remove", gone, changes.screen_before);
  if (changes.screen_before != tree.screen()) {
    if (changes.screen_before != 0) {
      emit(window, "ChildrenChanged", "remove", -1, 0,
           reference(path_of(changes.screen_before).c_str()));
    }
    emit(window, "ChildrenChanged", "add", -1, 0, reference(path_of(tree.screen()).c_str()));
  }
  for (const Object& come : changes.added) {
    tell_child("add", come, tree.screen());
    // Screen readers say a notification when it is shown.
    if (role_of(*frame, come) != role::notification || first) continue;
    emit(path_of(come.id), "StateChanged", "showing", 1, 0, g_variant_new_int32(0));
  }
}

/// Screen readers follow the focus only in the window that is active.
void Bridge::Impl::tell_window() {
  if (active == told_active) return;
  told_active = active;
  const std::string window = path_of(window_id);
  emit_of("org.a11y.atspi.Event.Window", window, active ? "Activate" : "Deactivate", "", 0, 0,
          string_of(application));
  emit(window, "StateChanged", "active", active ? 1 : 0, 0, g_variant_new_int32(0));
}

Bridge::Bridge(std::unique_ptr<Impl> impl) noexcept : impl_(std::move(impl)) {}
Bridge::~Bridge() = default;

std::unique_ptr<Bridge> Bridge::open(std::string application,
                                     std::function<void()> on_request) noexcept {
  auto impl = std::make_unique<Impl>();
  impl->application = std::move(application);
  impl->on_request = std::make_shared<OnRequest>(std::move(on_request));
  if (!impl->start()) return nullptr;
  return std::unique_ptr<Bridge>(new (std::nothrow) Bridge(std::move(impl)));
}

void Bridge::set_active(bool active) noexcept { impl_->active = active; }

widgets::Intents Bridge::update(const widgets::AccountAccessView& view, const widgets::Text& text,
                                const speech::Focus& focus) noexcept {
  const Frame frame{view, text, focus};
  Impl& impl = *impl_;
  impl.frame = &frame;
  impl.intents = {};
  const bool first = impl.tree.objects().empty();
  const Tree::Changes changes = impl.tree.update(frame);
  g_main_context_push_thread_default(impl.context.get());
  for (const Object& gone : changes.removed) impl.withdraw(Impl::path_of(gone.id));
  for (const Object& come : changes.added) impl.offer(Impl::path_of(come.id));
  if (changes.screen_before != impl.tree.screen()) {
    if (changes.screen_before != 0) impl.withdraw(Impl::path_of(changes.screen_before));
    impl.offer(Impl::path_of(impl.tree.screen()));
  }
  g_main_context_pop_thread_default(impl.context.get());
  impl.tell(changes, first);
  impl.tell_window();
  const Object* const focused = impl.tree.focused(frame);
  const std::uint32_t id = focused != nullptr ? focused->id : 0;
  if (id != impl.focused && id != 0) {
    impl.emit(Impl::path_of(id), "StateChanged", "focused", 1, 0, g_variant_new_int32(0));
  }
  impl.focused = id;
  impl.run();
  impl.frame = nullptr;
  return impl.intents;
}

}  // namespace atspi
}  // namespace v0
}  // namespace hellojohn
