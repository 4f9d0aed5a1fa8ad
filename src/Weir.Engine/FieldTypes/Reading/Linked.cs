using System.Net;
using Weir.Engine.Forms;

namespace Weir.Engine.FieldTypes.Reading;

/// <summary>Records of other forms by title, and where a control looks them up; reads no record itself.</summary>
internal static class Linked
{
    /// <summary>A title that may not be seen, or was not fetched, is written as the id.</summary>
    public static string Title(Display display, string form, long id) => display.Title(form, id) is { Length: > 0 } title ? title : "#" + id;

    /// <summary>In a control the id says nothing to anybody: a record that the reader may not see is called so.</summary>
    public static string Shown(Display display, string form, long id) =>
        display.Title(form, id) is { Length: > 0 } || !display.Knows(form, id) ? Title(display, form, id) : display.Say(("（无权查看的记录）", "(a record you may not see)"));

    public static bool Find(Display display, string form, string name, out long id)
    {
        id = display.FindRecord?.Invoke(form, name) ?? 0;
        return id > 0 || Numbered.Read(name, out id);
    }

    public static ValueError Unknown(string name) => new("link.not_found", (
        $"没有恰好一条名为“{name}”的记录，请核对名称，或写成 #编号。", $"There is not exactly one record called “{name}”; check the title, or write # and its id."));

    /// <summary>Several forms are separated by commas; their records are then posted as <c>form:id</c>.</summary>
    public static string Picker(Field field, InputState state, string forms) =>
        $"{state.Base}/pick/records/{forms}?field={field.Form.Key}.{field.Key}" + (state.RecordContext.Length > 0 ? "&context=" + WebUtility.UrlEncode(state.RecordContext) : "");
}
