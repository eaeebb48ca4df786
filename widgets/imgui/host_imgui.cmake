# Finds the host's Dear ImGui (1.86 up to the newest) and sets hellojohn_imgui to its target. The host names it by
# HELLOJOHN_IMGUI_TARGET (a CMake target) or HELLOJOHN_IMGUI_DIR (a folder with imgui.cpp); else the system's package is
# taken, or a package manager's CMake package. Used by the build and by the installed configuration.
foreach(name TARGET DIR)
  if(NOT DEFINED HELLOJOHN_IMGUI_${name})
    set(HELLOJOHN_IMGUI_${name} "" CACHE STRING "Dear ImGui of the host: a CMake target, or a folder of sources")
  endif()
endforeach()

if(HELLOJOHN_IMGUI_TARGET)
  if(NOT TARGET ${HELLOJOHN_IMGUI_TARGET})
    message(FATAL_ERROR "HELLOJOHN_IMGUI_TARGET is '${HELLOJOHN_IMGUI_TARGET}': no target has that name yet")
  endif()
  set(hellojohn_imgui ${HELLOJOHN_IMGUI_TARGET})
elseif(HELLOJOHN_IMGUI_DIR)
  if(NOT EXISTS ${HELLOJOHN_IMGUI_DIR}/imgui.cpp)
    message(FATAL_ERROR "HELLOJOHN_IMGUI_DIR is '${HELLOJOHN_IMGUI_DIR}': there is no imgui.cpp")
  endif()
  add_library(hellojohn_imgui STATIC
    ${HELLOJOHN_IMGUI_DIR}/imgui.cpp ${HELLOJOHN_IMGUI_DIR}/imgui_draw.cpp
    ${HELLOJOHN_IMGUI_DIR}/imgui_tables.cpp ${HELLOJOHN_IMGUI_DIR}/imgui_widgets.cpp)
  target_include_directories(hellojohn_imgui SYSTEM PUBLIC ${HELLOJOHN_IMGUI_DIR})
  set(hellojohn_imgui hellojohn_imgui)
else()
  find_package(PkgConfig QUIET)
  if(PkgConfig_FOUND)
    pkg_check_modules(HELLOJOHN_SYSTEM_IMGUI QUIET IMPORTED_TARGET imgui)
  endif()
  set(hellojohn_imgui PkgConfig::HELLOJOHN_SYSTEM_IMGUI)
  if(NOT TARGET PkgConfig::HELLOJOHN_SYSTEM_IMGUI)
    find_package(imgui CONFIG QUIET)
    set(hellojohn_imgui imgui::imgui)
  endif()
  if(NOT TARGET ${hellojohn_imgui})
    message(FATAL_ERROR "Dear ImGui is missing: install libimgui-dev and pkg-config, or name your own by "
      "HELLOJOHN_IMGUI_TARGET or HELLOJOHN_IMGUI_DIR")
  endif()
endif()
