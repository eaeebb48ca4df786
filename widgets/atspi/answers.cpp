// What is answered for the application, the window and the objects. Secrets are what the tree gives.
#include "bridge_impl.hpp"

#include <hellojohn/version.hpp>

#include <algorithm>
#include <array>

namespace hellojohn {
inline namespace v0 {
namespace atspi {

GVariant* string_of(const std::string& text) {
  return g_variant_new_string(g_utf8_validate(text.c_str(), -1, nullptr) != 0 ? text.c_str() : "");
}

std::vector<std::string> Bridge::Impl::children_of(const Target& target) const {
  if (target.application) return {path_of(window_id)};
  std::vector<std::string> out;
  const auto add = [&](const std::vector<std::uint32_t>& ids) {
    for (const std::uint32_t id : ids) out.push_back(path_of(id));
  };
  if (target.object != nullptr) {
    add(tree.rows(*target.object));
  } else if (target.screen) {
    add(tree.children(widgets::Part::main));
  } else if (frame != nullptr) {
    add(tree.children(widgets::Part::banner));
    add(tree.children(widgets::Part::notice));
    add({tree.screen()});
  }
  return out;
}

std::string Bridge::Impl::parent_of(const Target& target) const {
  if (target.window) return root_path;
  if (target.screen) return path_of(window_id);
  const Object* const sheet = tree.sheet(*target.object);
  if (sheet != nullptr) return path_of(sheet->id);
  return path_of(target.object->part == widgets::Part::main ? tree.screen() : window_id);
}

std::vector<std::string_view> Bridge::Impl::interfaces_of(const Target& target) const {
  std::vector<std::string_view> out{"org.a11y.atspi.Accessible"};
  if (target.application) out.emplace_back("org.a11y.atspi.Application");
  if (target.object == nullptr) return out;
  if (is_pressed(*frame, *target.object)) out.emplace_back("org.a11y.atspi.Action");
  const bool field = is_field(*frame, *target.object);
  if (field || holds_secret(*frame, *target.object)) out.emplace_back("org.a11y.atspi.Text");
  if (field) out.emplace_back("org.a11y.atspi.EditableText");
  return out;
}

GVariant* Bridge::Impl::property(const Target& target, std::string_view name) {
  const Object* const object = target.object;
  if (name == "Name") {
    return string_of(object != nullptr ? name_of(*frame, *object)
                     : target.screen   ? title_of(*frame)
                                       : application);
  }
  if (name == "Description") {
    return string_of(object != nullptr ? description_of(*frame, *object) : std::string());
  }
  if (name == "Parent") {
    if (target.application) {
      return g_variant_new("(so)", parent_name.c_str(), parent_path.c_str());
    }
    return reference(parent_of(target).c_str());
  }
  if (name == "ChildCount") {
    return g_variant_new_int32(static_cast<gint32>(children_of(target).size()));
  }
  if (name == "Id") return g_variant_new_int32(application_id);
  if (name == "ToolkitName") return g_variant_new_string("HelloJohn");
  if (name == "Version") return g_variant_new_string(HELLOJOHN_VERSION);
  if (name == "AtspiVersion") return g_variant_new_string("2.1");
  if (name == "NActions") return g_variant_new_int32(1);
  if (name == "CharacterCount" || name == "CaretOffset") {
    const std::string text = text_of(*frame, *object);
    return g_variant_new_int32(static_cast<gint32>(g_utf8_strlen(text.c_str(), -1)));
  }
  if (name == "Locale" && frame != nullptr) {
    return string_of(std::string(widgets::language_info(frame->text.language()).tag));
  }
  return g_variant_new_string("");  // AccessibleId
}

GVariant* Bridge::Impl::children_answer(const Target& target, std::string_view method,
                                        GVariant* in) {
  if (method == "GetIndexInParent") {
    if (target.application) return g_variant_new("(i)", -1);
    const std::string parent = parent_of(target);
    const std::string own = path_of(target.object != nullptr ? target.object->id
                                    : target.screen          ? tree.screen()
                                                             : window_id);
    const auto siblings = children_of(this->target(parent.c_str()));
    const auto at = std::ranges::find(siblings, own);
    return g_variant_new("(i)",
                         at == siblings.end() ? -1 : static_cast<gint32>(at - siblings.begin()));
  }
  const auto children = children_of(target);
  if (method == "GetChildAtIndex") {
    gint32 i = 0;
    g_variant_get(in, "(i)", &i);
    const bool there = i >= 0 && static_cast<std::size_t>(i) < children.size();
    return g_variant_new(
        "(@(so))", reference(there ? children[static_cast<std::size_t>(i)].c_str() : null_path));
  }
  GVariantBuilder list;
  g_variant_builder_init(&list, G_VARIANT_TYPE("a(so)"));
  for (const std::string& path : children) {
    g_variant_builder_add_value(&list, reference(path.c_str()));
  }
  return g_variant_new("(a(so))", &list);
}

GVariant* Bridge::Impl::accessible(const Target& target, std::string_view method, GVariant* in) {
  const Object* const object = target.object;
  if (method == "GetChildren" || method == "GetChildAtIndex" || method == "GetIndexInParent") {
    return children_answer(target, method, in);
  }
  if (method == "GetRelationSet") return g_variant_new("(a(ua(so)))", nullptr);
  if (method == "GetRole") {
    const std::uint32_t number = target.application ? role::application
                                 : target.window    ? role::frame
                                 : target.screen    ? role::dialog
                                                    : role_of(*frame, *object);
    return g_variant_new("(u)", number);
  }
  // Clients make the names out of the role's number.
  if (method == "GetRoleName" || method == "GetLocalizedRoleName") return g_variant_new("(s)", "");
  if (method == "GetState") {
    constexpr std::uint32_t window_states =
        1U << state::enabled | 1U << state::sensitive | 1U << state::showing | 1U << state::visible;
    std::array<std::uint32_t, 2> states{window_states | (active ? 1U << state::active : 0U), 0};
    if (object != nullptr) states = states_of(*frame, *object, object->id == focused);
    GVariantBuilder list;
    g_variant_builder_init(&list, G_VARIANT_TYPE("au"));
    for (const std::uint32_t word : states) g_variant_builder_add(&list, "u", word);
    return g_variant_new("(au)", &list);
  }
  if (method == "GetAttributes") return g_variant_new("(a{ss})", nullptr);
  if (method == "GetApplication") return g_variant_new("(@(so))", reference(root_path));
  GVariantBuilder list;  // GetInterfaces
  g_variant_builder_init(&list, G_VARIANT_TYPE("as"));
  for (const std::string_view name : interfaces_of(target)) {
    g_variant_builder_add(&list, "s", std::string(name).c_str());
  }
  return g_variant_new("(as)", &list);
}

GVariant* Bridge::Impl::action(const Target& target, std::string_view method) {
  if (method == "DoAction") {
    press(*frame, *target.object, intents);
    return g_variant_new("(b)", TRUE);
  }
  if (method == "GetActions") {
    GVariantBuilder list;
    g_variant_builder_init(&list, G_VARIANT_TYPE("a(sss)"));
    g_variant_builder_add(&list, "(sss)", "press", "", "");
    return g_variant_new("(a(sss))", &list);
  }
  return g_variant_new("(s)", method == "GetName" ? "press" : "");
}

}  // namespace atspi
}  // namespace v0
}  // namespace hellojohn
