# Install rules, called beside each target. A component is what find_package(hellojohn COMPONENTS …) names: an export
# set, its headers and a pkg-config file. The configuration itself comes from config.cmake.in.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)
include(${CMAKE_CURRENT_LIST_DIR}/cps.cmake)
set(hellojohn_package_templates ${CMAKE_CURRENT_LIST_DIR})
set(hellojohn_package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/hellojohn)
set(hellojohn_share_dir ${CMAKE_INSTALL_DATADIR}/hellojohn)

# Called before any other install rule, because the rules run in this order: an install without its files stops before it
# has written the first one. Which files those are is known at the end (hellojohn_write_artefacts).
function(hellojohn_check_artefacts_first)
  install(CODE "include(\"${CMAKE_BINARY_DIR}/package/artefacts-$<CONFIG>.cmake\")" ALL_COMPONENTS)
endfunction()

function(hellojohn_write_artefacts)
  get_property(artefacts GLOBAL PROPERTY hellojohn_artefacts)
  list(APPEND artefacts "sdk|hellojohn_sbom|${CMAKE_BINARY_DIR}/package/hellojohn.spdx.json")
  file(GENERATE OUTPUT ${CMAKE_BINARY_DIR}/package/artefacts-$<CONFIG>.cmake CONTENT
"set(missing)
foreach(artefact \"$<JOIN:${artefacts},\" \">\")
  string(REPLACE \"|\" \";\" artefact \"\${artefact}\")
  list(GET artefact 0 component)
  list(GET artefact 1 target)
  list(GET artefact 2 file)
  if((NOT CMAKE_INSTALL_COMPONENT OR CMAKE_INSTALL_COMPONENT STREQUAL component) AND NOT EXISTS \"\${file}\")
    list(APPEND missing \${target})
  endif()
endforeach()
if(missing)
  list(JOIN missing \" \" missing)
  message(FATAL_ERROR \"Nothing was installed, because these targets are not built: \${missing}\")
endif()
")
endfunction()

# hellojohn_install(COMPONENT TARGETS …), with the headers that the targets own
function(hellojohn_install component)
  cmake_parse_arguments(ARG "" "" "TARGETS" ${ARGN})
  if(NOT HELLOJOHN_INSTALL)
    return()
  endif()
  set_property(GLOBAL APPEND PROPERTY hellojohn_installed_targets ${ARG_TARGETS})
  foreach(target ${ARG_TARGETS})
    set_property(GLOBAL APPEND PROPERTY hellojohn_artefacts "${component}|${target}|$<TARGET_FILE:${target}>")
  endforeach()
  set(library ${component})
  set(program ${component})
  if(HELLOJOHN_DEB)
    # Debian has them in separate packages.
    set(library deb_library)
    set(program deb_tools)
  endif()
  install(TARGETS ${ARG_TARGETS} EXPORT hellojohn-${component}
    RUNTIME COMPONENT ${program}
    LIBRARY COMPONENT ${library} NAMELINK_COMPONENT ${component}
    ARCHIVE COMPONENT ${component}
    FILE_SET HEADERS COMPONENT ${component}
    FILE_SET tables COMPONENT ${component}
    INCLUDES DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
  install(EXPORT hellojohn-${component} COMPONENT ${component} NAMESPACE hellojohn::
    FILE hellojohn-${component}-targets.cmake DESTINATION ${hellojohn_package_dir})
endfunction()

# hellojohn_public_headers(TARGET FOLDER [PART]): TARGET owns the headers below FOLDER/hellojohn, or only those of its
# folder PART. Those of the parts admin and testing belong to their own libraries.
function(hellojohn_public_headers target folder)
  set(part hellojohn)
  set(others "/hellojohn/(admin|testing)/")
  if(ARGC GREATER 2)
    string(APPEND part /${ARGV2})
    set(others "^$")
  endif()
  file(GLOB_RECURSE headers CONFIGURE_DEPENDS ${folder}/${part}/*.hpp)
  list(FILTER headers EXCLUDE REGEX ${others})
  # Tables that headers include several times, with other macros each time.
  file(GLOB_RECURSE tables CONFIGURE_DEPENDS ${folder}/${part}/*.def)
  target_sources(${target} PUBLIC
    FILE_SET HEADERS BASE_DIRS ${folder} FILES ${headers}
    FILE_SET tables TYPE HEADERS BASE_DIRS ${folder} FILES ${tables})
  set_property(GLOBAL APPEND PROPERTY hellojohn_targets_with_headers ${target})
endfunction()

# hellojohn_pkg_config(COMPONENT DESCRIPTION [LIBS WORD…] [REQUIRES NAME…] [VARIABLE NAME=VALUE]): hellojohn-COMPONENT.pc
function(hellojohn_pkg_config component description)
  cmake_parse_arguments(ARG "" "VARIABLE" "LIBS;REQUIRES" ${ARGN})
  if(NOT HELLOJOHN_INSTALL)
    return()
  endif()
  file(RELATIVE_PATH up /${CMAKE_INSTALL_LIBDIR}/pkgconfig /)
  string(REGEX REPLACE "/$" "" up "${up}")
  list(JOIN ARG_LIBS " " libs)
  list(JOIN ARG_REQUIRES ", " requires)
  set(file ${CMAKE_BINARY_DIR}/package/hellojohn-${component}.pc)
  configure_file(${hellojohn_package_templates}/component.pc.in ${file} @ONLY)
  install(FILES ${file} DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig COMPONENT ${component})
endfunction()

# Called last, when every component is known.
function(hellojohn_install_package)
  get_target_property(sdk_type hellojohn_sdk TYPE)
  set(folder ${CMAKE_BINARY_DIR}/package)
  configure_package_config_file(${hellojohn_package_templates}/config.cmake.in
    ${folder}/hellojohn-config.cmake INSTALL_DESTINATION ${hellojohn_package_dir}
    NO_SET_AND_CHECK_MACRO)
  # Below 1.0 a new minor version may change what a host sees.
  write_basic_package_version_file(${folder}/hellojohn-config-version.cmake
    COMPATIBILITY SameMinorVersion)
  install(FILES ${folder}/hellojohn-config.cmake ${folder}/hellojohn-config-version.cmake
    ${hellojohn_package_templates}/Findqrcodegen.cmake
    DESTINATION ${hellojohn_package_dir} COMPONENT sdk)
  set(terms ${PROJECT_SOURCE_DIR}/LICENSE ${PROJECT_SOURCE_DIR}/NOTICE)
  if(HELLOJOHN_DEB)
    # Each Debian package brings a file `copyright` instead.
    list(REMOVE_ITEM terms ${PROJECT_SOURCE_DIR}/LICENSE)
  endif()
  install(FILES ${terms} DESTINATION ${CMAKE_INSTALL_DOCDIR} COMPONENT sdk)
  hellojohn_install_cps(${sdk_type})
  hellojohn_install_sbom()
  hellojohn_write_artefacts()
endfunction()

# The bill of materials: what is installed, and what it was built with.
function(hellojohn_install_sbom)
  get_property(targets GLOBAL PROPERTY hellojohn_installed_targets)
  # Programs change when they are installed: their library path is then another one.
  list(REMOVE_ITEM targets hellojohn-mock-server)
  list(TRANSFORM targets REPLACE "(.+)" "$<TARGET_FILE:\\1>" OUTPUT_VARIABLE files)
  set(parts "Boost|${Boost_VERSION_STRING}|BSL-1.0|https://www.boost.org")
  if(OPENSSL_VERSION)
    list(APPEND parts "OpenSSL|${OPENSSL_VERSION}|Apache-2.0|https://www.openssl.org")
  endif()
  if(HELLOJOHN_LIBIDN2)
    list(APPEND parts "libidn2|NOASSERTION|LGPL-3.0-or-later|https://www.gnu.org/software/libidn")
  endif()
  if(TARGET hellojohn_store_libsecret)
    list(APPEND parts "libsecret|${LIBSECRET_VERSION}|LGPL-2.1-or-later|https://gitlab.gnome.org/GNOME/libsecret")
  endif()
  if(TARGET hellojohn_widgets)
    list(APPEND parts "qrcodegen|NOASSERTION|MIT|https://www.nayuki.io/page/qr-code-generator-library")
  endif()
  if(HELLOJOHN_SPEECHD)
    list(APPEND parts "libspeechd|${SPEECHD_VERSION}|LGPL-2.1-or-later|https://github.com/brailcom/speechd")
  endif()
  if(TARGET hellojohn_atspi)
    list(APPEND parts "GIO (GLib)|${GIO_VERSION}|LGPL-2.1-or-later|https://gitlab.gnome.org/GNOME/glib")
  endif()
  if(TARGET hellojohn_widgets_imgui)
    list(APPEND parts "Dear ImGui (the host's own)|NOASSERTION|MIT|https://github.com/ocornut/imgui")
  endif()
  set(out ${CMAKE_BINARY_DIR}/package/hellojohn.spdx.json)
  set(script ${hellojohn_package_templates}/sbom.cmake)
  add_custom_command(OUTPUT ${out}
    COMMAND ${CMAKE_COMMAND} -DOUT=${out} -DVERSION=${PROJECT_VERSION} -DROOT=${PROJECT_SOURCE_DIR}
      "-DFILES=${files}" "-DPARTS=${parts}" -P ${script}
    DEPENDS ${targets} ${script} COMMENT "Bill of materials" VERBATIM)
  add_custom_target(hellojohn_sbom ALL DEPENDS ${out})
  install(FILES ${out} DESTINATION ${hellojohn_share_dir} COMPONENT sdk)
endfunction()
