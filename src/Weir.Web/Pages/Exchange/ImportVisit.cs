using Weir.Engine.Access;
using Weir.Engine.Exchange.Batches;
using Weir.Engine.Exchange.Imports;
using Weir.Engine.Forms;
using Weir.Engine.Problems;
using Weir.Web.Pages.Records;

namespace Weir.Web.Pages.Exchange;

/// <summary>A visit to the imports of a form: the right to be here, the addresses, the words for states and counts. Changes nothing.</summary>
public sealed class ImportVisit
{
    private ImportVisit(FormVisit visit) => Visit = visit;

    public FormVisit Visit { get; }

    public Importer Imports => Visit.Visit.Platform.Imports;

    /// <summary>The first step and the history: <c>/app/l2c/lead/import</c>.</summary>
    public string Url => Visit.Url + "/import";

    public CancellationToken Cancel => Visit.Visit.Cancel;

    public string Title => Visit.Say("导入", "Import");

    /// <exception cref="ProblemException">NotFound, or Forbidden for who may see the form but not import.</exception>
    public static ImportVisit Of(HttpContext http)
    {
        var visit = FormVisit.Of(http);
        if (!Importer.Allowed(visit.Actor, visit.Form)) throw Problem.Forbidden("import.not_allowed", ("你没有导入权限。", "You may not import here.")).Exception();
        return new(visit);
    }

    /// <exception cref="ProblemException">NotFound: also when it belongs to another form or to somebody else.</exception>
    public async Task<Batch> Batch(long id) => await Imports.Progress(Visit.Actor, Visit.App, id, Cancel) is var batch && batch.Form.Key == Visit.Form.Key
        ? batch : throw Problem.NotFound("batch.not_found").Exception();

    public string Of(Batch batch) => $"{Url}/{batch.Id}";

    public string Say(string zh, string en) => Visit.Say(zh, en);

    public string Say(Words words) => Visit.Say(words);

    public string Rows(long n) => Say($"{n:N0} 行", n == 1 ? "1 row" : $"{n:N0} rows");

    /// <summary>The titles in the quotation marks of the language.</summary>
    public string Quoted(IEnumerable<string> titles) => string.Join(Say("、", ", "), titles.Select(t => Say($"「{t}」", $"“{t}”")));

    public string At(DateTime? moment) => moment is { } at ? Ui.Dates.Moment(Visit.Visit.Local(at), Visit.Visit.Local(Visit.Visit.Now), Visit.Chinese) : "";

    public IReadOnlyList<string> Steps(Batch? batch) =>
    [
        batch is null ? Say("上传文件", "Upload") : Say("上传 ", "Upload ") + batch.Plan.FileName, Say("对应列", "Match columns"), Say("检查", "Check"), Say("导入", "Import"),
    ];

    public (string Text, string Color) State(Batch batch) => batch.State switch
    {
        BatchState.Draft => (Say("未开始", "Not started"), "grey"),
        BatchState.Queued => (Say("排队中", "Waiting"), "accent"),
        BatchState.Running => (Say("导入中", "Importing"), "accent"),
        BatchState.Cancelling => (Say("正在停止", "Stopping"), "warn"),
        BatchState.Done => batch.Import.Failed > 0 ? (Say("完成，部分未导入", "Done, some left out"), "warn") : (Say("已完成", "Done"), "ok"),
        BatchState.Cancelled => batch.Import.Handled > 0 ? (Say("已停止", "Stopped"), "warn") : (Say("已取消", "Cancelled"), "grey"),
        BatchState.Failed => (Say("失败", "Failed"), "bad"),
        BatchState.Undoing => (Say("正在撤销", "Undoing"), "accent"),
        _ => (Say("已撤销", "Undone"), "grey"),
    };

    /// <summary>What has become of the rows, in one line.</summary>
    public string Counts(ImportPlan plan)
    {
        var parts = new List<string>();
        if (plan.Created > 0) parts.Add(Say($"新建 {plan.Created:N0}", $"{plan.Created:N0} created"));
        if (plan.Updated > 0) parts.Add(Say($"更新 {plan.Updated:N0}", $"{plan.Updated:N0} updated"));
        if (plan.Unchanged > 0) parts.Add(Say($"无变化 {plan.Unchanged:N0}", $"{plan.Unchanged:N0} unchanged"));
        if (plan.Failed > 0) parts.Add(Say($"未导入 {plan.Failed:N0}", $"{plan.Failed:N0} left out"));
        return string.Join(Say("，", ", "), parts);
    }
}
