// What is asked of CPython, by the stable part of its interface. It is declared here, so that no version of its headers is
// needed; what an interpreter does not have is NULL.
#include <stddef.h>
#include <string.h>

#include "warm.h"

typedef struct object Object;

#define WEAK __attribute__((weak))
WEAK int PyGILState_Ensure(void);
WEAK void PyGILState_Release(int state);
WEAK void PyOS_BeforeFork(void);
WEAK void PyOS_AfterFork_Child(void);
WEAK Object *PyImport_ImportModule(const char *name);
WEAK Object *PySys_GetObject(const char *name);
WEAK Object *PyDict_Keys(Object *dictionary);
WEAK Object *PyObject_CallMethod(Object *object, const char *name, const char *format, ...);
WEAK Object *PyList_GetItem(Object *list, ptrdiff_t place);
WEAK int PyList_Insert(Object *list, ptrdiff_t place, Object *item);
WEAK ptrdiff_t PyList_Size(Object *list);
WEAK int PySequence_DelItem(Object *sequence, ptrdiff_t place);
WEAK int PySequence_Contains(Object *sequence, Object *item);
WEAK const char *PyUnicode_AsUTF8AndSize(Object *text, ptrdiff_t *size);
WEAK void PyErr_Clear(void);
WEAK void Py_IncRef(Object *object);
WEAK void Py_DecRef(Object *object);

enum { MOST_NAMES = 8192 };

static int state;
static char imported[MOST_NAMES]; // a NUL after each, and an empty one last
static size_t imported_size;

static int is_complete(void) {
    return PyGILState_Ensure && PyGILState_Release && PyOS_BeforeFork && PyOS_AfterFork_Child && PyImport_ImportModule
           && PySys_GetObject && PyDict_Keys && PyObject_CallMethod && PyList_GetItem && PyList_Insert && PyList_Size
           && PySequence_DelItem && PySequence_Contains && PyUnicode_AsUTF8AndSize && PyErr_Clear && Py_IncRef && Py_DecRef;
}

int python_has_imported(const char *name) {
    size_t size = strcspn(name, ".");
    for (const char *module = imported; *module != '\0'; module += strlen(module) + 1)
        if (strlen(module) == size && memcmp(module, name, size) == 0)
            return 1;
    return 0;
}

// Notes the package, or the module that is in none.
static int note(Object *module) {
    const char *name = PyUnicode_AsUTF8AndSize(module, NULL);
    if (name == NULL)
        return -1;
    size_t size = strcspn(name, ".");
    if (python_has_imported(name))
        return 0;
    if (imported_size + size + 2 > sizeof imported)
        return -1;
    memcpy(imported + imported_size, name, size);
    imported_size += size + 1;
    return 0;
}

static int note_new_modules(Object *before) {
    Object *now = PyDict_Keys(PySys_GetObject("modules"));
    int result = now == NULL ? -1 : 0;
    for (ptrdiff_t i = 0; result == 0 && i < PyList_Size(now); i++) {
        int was_there = PySequence_Contains(before, PyList_GetItem(now, i));
        result = was_there < 0 ? -1 : was_there ? 0 : note(PyList_GetItem(now, i));
    }
    if (now != NULL)
        Py_DecRef(now);
    return result;
}

// A version that lacks a module starts without it.
static void import_all(const char *modules) {
    for (const char *name = modules; *name != '\0'; name += strlen(name) + 1) {
        Object *module = PyImport_ImportModule(name);
        if (module == NULL)
            PyErr_Clear();
        else
            Py_DecRef(module);
    }
}

// Calls a function of a module that is there in any interpreter.
static int call(const char *module_name, const char *name, const char *arguments) {
    Object *module = PyImport_ImportModule(module_name);
    Object *result = module == NULL ? NULL
                                    : PyObject_CallMethod(module, name, *arguments == '\0' ? NULL : "sss", arguments, "warm", "exec");
    if (module != NULL)
        Py_DecRef(module);
    if (result == NULL)
        return -1;
    Py_DecRef(result);
    return 0;
}

// What the interpreter does when something is compiled for the first time, a program is spared. And what there is by now is old
// to the collector, so that it is not looked at, and copied for that, while a program makes little.
static int settle(void) {
    return call("builtins", "compile", "0") < 0 || call("gc", "collect", "") < 0 ? -1 : 0;
}

int python_prepare(const char *modules) {
    if (!is_complete())
        return -1;
    state = PyGILState_Ensure();
    Object *before = PyDict_Keys(PySys_GetObject("modules"));
    // Without the program's directory, which is empty as yet: nothing of how that looks may be remembered.
    Object *path = PySys_GetObject("path");
    Object *own = path == NULL ? NULL : PyList_GetItem(path, 0);
    if (before == NULL || own == NULL)
        return -1;
    Py_IncRef(own);
    if (PySequence_DelItem(path, 0) < 0)
        return -1;
    import_all(modules);
    if (PyList_Insert(path, 0, own) < 0 || settle() < 0 || note_new_modules(before) < 0)
        return -1;
    Py_DecRef(own);
    Py_DecRef(before);
    PyOS_BeforeFork();
    return 0;
}

void python_go_on(void) {
    PyOS_AfterFork_Child();
    PyGILState_Release(state);
}
