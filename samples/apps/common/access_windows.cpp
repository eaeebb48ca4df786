// See access_windows.hpp.
#include "apps/common/access_windows.hpp"

#include <cstddef>
#include <vector>

#include <aclapi.h>
#include <sddl.h>

namespace samples {

namespace {

/// The SID of the user of this process; empty if it is not known.
std::vector<unsigned char> user_of_this_process() {
  HANDLE token = nullptr;
  if (::OpenProcessToken(::GetCurrentProcess(), TOKEN_QUERY, &token) == 0) return {};
  DWORD size = 0;
  ::GetTokenInformation(token, TokenUser, nullptr, 0, &size);
  std::vector<unsigned char> room(size);
  const bool known = ::GetTokenInformation(token, TokenUser, room.data(), size, &size) != 0;
  ::CloseHandle(token);
  if (!known) return {};
  const PSID sid = reinterpret_cast<const TOKEN_USER*>(room.data())->User.Sid;
  const auto* bytes = static_cast<const unsigned char*>(sid);
  return {bytes, bytes + ::GetLengthSid(sid)};
}

bool is_well_known(PSID sid, WELL_KNOWN_SID_TYPE kind) {
  unsigned char known[SECURITY_MAX_SID_SIZE];
  DWORD size = sizeof known;
  return ::CreateWellKnownSid(kind, nullptr, known, &size) != 0 && ::EqualSid(sid, known) != 0;
}

bool is_trusted(PSID sid, std::vector<unsigned char>& user) {
  return (!user.empty() && ::EqualSid(sid, user.data()) != 0) ||
         is_well_known(sid, WinLocalSystemSid) || is_well_known(sid, WinBuiltinAdministratorsSid);
}

/// Entries of an unknown kind count as open. Those that deny, and those that only new files below inherit, do not.
bool is_open_to_others(PACL list, std::vector<unsigned char>& user) {
  if (list == nullptr) return true;
  for (DWORD i = 0; i < list->AceCount; ++i) {
    void* entry = nullptr;
    if (::GetAce(list, i, &entry) == 0) return true;
    const auto* allow = static_cast<const ACCESS_ALLOWED_ACE*>(entry);
    if (allow->Header.AceType == ACCESS_DENIED_ACE_TYPE) continue;
    if ((allow->Header.AceFlags & INHERIT_ONLY_ACE) != 0) continue;
    if (allow->Header.AceType != ACCESS_ALLOWED_ACE_TYPE) return true;
    if (!is_trusted(const_cast<DWORD*>(&allow->SidStart), user)) return true;
  }
  return false;
}

}  // namespace

std::wstring wide(std::string_view text) {
  const int given = static_cast<int>(text.size());
  const int size =
      ::MultiByteToWideChar(CP_UTF8, MB_ERR_INVALID_CHARS, text.data(), given, nullptr, 0);
  std::wstring out(static_cast<std::size_t>(size), L'\0');
  ::MultiByteToWideChar(CP_UTF8, MB_ERR_INVALID_CHARS, text.data(), given, out.data(), size);
  return out;
}

std::string narrow(std::wstring_view text) {
  const int given = static_cast<int>(text.size());
  const int size =
      ::WideCharToMultiByte(CP_UTF8, 0, text.data(), given, nullptr, 0, nullptr, nullptr);
  std::string out(static_cast<std::size_t>(size), '\0');
  ::WideCharToMultiByte(CP_UTF8, 0, text.data(), given, out.data(), size, nullptr, nullptr);
  return out;
}

OnlyTheUser::OnlyTheUser() {
  std::vector<unsigned char> user = user_of_this_process();
  LPWSTR text = nullptr;
  if (user.empty() || ::ConvertSidToStringSidW(user.data(), &text) == 0) return;
  // Protected: nothing is inherited from the folder.
  const std::wstring rule = std::wstring(L"D:P(A;;FA;;;") + text + L")";
  ::LocalFree(text);
  ::ConvertStringSecurityDescriptorToSecurityDescriptorW(rule.c_str(), SDDL_REVISION_1,
                                                         &descriptor_, nullptr);
  attributes_ = {sizeof attributes_, descriptor_, FALSE};
}

OnlyTheUser::~OnlyTheUser() {
  if (descriptor_ != nullptr) ::LocalFree(descriptor_);
}

const char* what_is_wrong_with_access(HANDLE file) {
  PSID owner = nullptr;
  PACL list = nullptr;
  PSECURITY_DESCRIPTOR descriptor = nullptr;
  if (::GetSecurityInfo(file, SE_FILE_OBJECT,
                        OWNER_SECURITY_INFORMATION | DACL_SECURITY_INFORMATION, &owner, nullptr,
                        &list, nullptr, &descriptor) != ERROR_SUCCESS)
    return "does not say who may read it";
  std::vector<unsigned char> user = user_of_this_process();
  const bool ours = owner != nullptr && is_trusted(owner, user);
  const bool open = is_open_to_others(list, user);
  ::LocalFree(descriptor);
  if (!ours) return "is not yours";
  return open ? "can be read by others" : nullptr;
}

}  // namespace samples
