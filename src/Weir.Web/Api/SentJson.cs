using System.Text.Json;
using Weir.Engine.Problems;
using Weir.Web.Http;

namespace Weir.Web.Api;

/// <summary>Reads JSON that a program sent, strictly: one type, one size, one depth, no key twice, no text that a database cannot keep.</summary>
internal static class SentJson
{
    private const int MostBytes = 1_048_576;
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 32 };

    /// <summary>The body of the request, an object.</summary>
    /// <exception cref="ApiRefusal">415, 413, or 400 with the place of the mistake.</exception>
    public static async Task<JsonElement> Body(Visit visit)
    {
        var request = visit.Http.Request;
        if (!Typed(request)) throw new ApiRefusal(415, Problem.Invalid("request.not_json", ("请以 application/json 发送。", "Send it as application/json.")));
        if (request.ContentLength > MostBytes) throw TooLarge();
        using var body = new MemoryStream();
        var part = new byte[16_384];
        for (int read; (read = await request.Body.ReadAsync(part, visit.Cancel)) > 0;)
        {
            if (body.Length + read > MostBytes) throw TooLarge();
            body.Write(part, 0, read);
        }
        var json = Parse(body.GetBuffer().AsMemory(0, (int)body.Length));
        return json.ValueKind == JsonValueKind.Object ? json : throw Malformed("应为 JSON 对象。", "It must be a JSON object.");
    }

    /// <exception cref="ApiRefusal">It is not JSON.</exception>
    public static JsonElement Parse(ReadOnlyMemory<byte> text)
    {
        try
        {
            using var document = JsonDocument.Parse(text, Options);
            Walk(document.RootElement, "");
            return document.RootElement.Clone();
        }
        catch (JsonException wrong)
        {
            throw Malformed($"第 {wrong.LineNumber + 1} 行第 {wrong.BytePositionInLine + 1} 字节处有误。", $"There is a mistake at line {wrong.LineNumber + 1}, byte {wrong.BytePositionInLine + 1}.");
        }
        catch (InvalidOperationException)
        {
            throw Malformed("其中的文字不是有效的 Unicode。", "A text in it is not valid Unicode.");
        }
    }

    private static bool Typed(HttpRequest request) => Microsoft.Net.Http.Headers.MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
        && type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
        && (!type.Charset.HasValue || type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase));

    /// <summary>Reads every text once: half a surrogate pair throws here and not somewhere in the engine.</summary>
    private static void Walk(JsonElement element, string path)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                var names = new HashSet<string>();
                foreach (var member in element.EnumerateObject())
                {
                    var name = path.Length == 0 ? member.Name : path + "." + member.Name;
                    if (!names.Add(member.Name))
                        throw Problem.Invalid("json.twice", ($"“{name}”出现了两次。", $"'{name}' is given twice."), new FieldError(name, "json.twice", ("出现了两次。", "Given twice."))).Exception();
                    Walk(member.Value, name);
                }
                break;
            case JsonValueKind.Array:
                var at = 0;
                foreach (var one in element.EnumerateArray()) Walk(one, $"{path}[{at++}]");
                break;
            case JsonValueKind.String when element.GetString()!.Contains('\0'):
                throw Problem.Invalid("json.bad_text", ($"“{path}”里有不能保存的字符。", $"'{path}' holds a character that cannot be kept."), new FieldError(path, "json.bad_text", ("有不能保存的字符。", "Holds a character that cannot be kept."))).Exception();
        }
    }

    private static ApiRefusal TooLarge() => new(413, Problem.Invalid("request.too_large", ("最多 1 MB。", "At most 1 MB.")));

    private static ApiRefusal Malformed(string zh, string en) => new(400, Problem.Invalid("json.malformed", ("看不懂这段 JSON：" + zh, "This JSON cannot be read. " + en)));
}
