namespace Weir.Web.Ui;

/// <summary>The words that the custom elements show, in both languages; the scripts themselves contain keys only.</summary>
public static class ElementWords
{
    /// <summary>All words in the language that begins with "zh", or else in English.</summary>
    public static IReadOnlyDictionary<string, string> In(string language) =>
        language.StartsWith("zh", StringComparison.OrdinalIgnoreCase) ? Chinese : English;

    private static readonly (string Key, string Zh, string En)[] All =
    [
        ("close", "关闭", "Close"), ("cancel", "取消", "Cancel"), ("confirm", "继续", "Continue"), ("remove", "移除", "Remove"), ("clear", "清空", "Clear"),
        ("undo", "撤销", "Undo"), ("retry", "重试", "Try again"), ("loading", "正在读取…", "Loading…"), ("none", "没有匹配项", "No matches"),
        ("search", "搜索", "Search"), ("show", "显示", "Show"), ("new", "新建 {0}", "New {0}"), ("more", "继续输入以缩小范围", "Type more to narrow it down"),
        ("selected", "已选 {0} 条", "{0} selected"), ("selected.total", "已选全部 {0}", "All {0} selected"), ("results", "{0} 个结果", "{0} results"), ("added", "已添加 {0}", "{0} added"), ("removed", "已移除 {0}", "{0} removed"),
        ("line.moved", "已移到第 {0} 行", "Moved to line {0}"), ("card.moved", "已移到“{0}”", "Moved to {0}"), ("card.back", "没有移动，仍在“{0}”", "Not moved; still in {0}"), ("saved", "已保存", "Saved"), ("confirm.title", "请确认", "Please confirm"),
        ("error.network", "连不上服务器，输入已保留。请检查网络后重试。", "The server cannot be reached. What you typed is kept; check the connection and try again."),
        ("error.timeout", "服务器没有及时回答，请稍后重试。", "The server took too long to answer. Try again in a moment."),
        ("error.400", "这个请求不完整，请刷新页面后重试。", "This request was incomplete. Reload the page and try again."),
        ("error.403", "你没有做这件事的权限。", "You do not have the right to do this."),
        ("error.404", "这条记录不存在，或者你看不到它。", "This record does not exist, or you cannot see it."),
        ("error.409", "别人刚刚改过它，请刷新后再改。", "Somebody has just changed it. Reload and try again."),
        ("error.413", "文件太大。", "The file is too large."),
        ("error.422", "有些内容不符合要求，请看标出的地方。", "Something does not fit yet; see the marked places."),
        ("error.429", "操作太频繁，请稍等片刻。", "Too many requests. Wait a moment."),
        ("error.500", "服务器出错了，没有保存。已记录编号 {0}。", "The server failed and nothing was saved. Reference {0}."),
        ("draft.restored", "已恢复没有保存的输入", "Restored what you had typed"), ("draft.discard", "丢弃", "Discard"),
        ("session.ended", "登录已过期，重新登录后会恢复输入。", "Your session has ended. Sign in again and your input comes back."),
        ("today", "今天", "Today"), ("tomorrow", "明天", "Tomorrow"), ("sunday", "周日", "Sunday"), ("monday", "下周一", "Next Monday"), ("now", "现在", "Now"),
        ("month.previous", "上个月", "Previous month"), ("month.next", "下个月", "Next month"), ("date.open", "打开日历", "Open calendar"), ("time", "时间", "Time"),
        ("date.bad", "请写成 2026-11-29 或 11-29", "Write it like 2026-11-29 or 11/29"), ("money.bad", "这里只能是金额，例如 12万 或 120,000.00", "This must be an amount, such as 120,000.00"),
        ("upload.hint", "拖入文件，或点击选择", "Drop files here, or choose them"), ("upload.failed", "{0} 上传失败", "{0} could not be uploaded"),
        ("upload.large", "{0} 超过 {1} MB", "{0} is larger than {1} MB"), ("upload.colon", "：", ": "), ("upload.busy", "还有文件在上传", "Files are still being uploaded"),
        ("locate.take", "取当前位置", "Where I am"), ("locate.hint", "地点，或取当前位置", "The place, or where you are"), ("locate.busy", "正在定位…浏览器会问你是否允许。", "Finding out… the browser asks whether it may."),
        ("locate.taken", "已取到位置，精度约 {0} 米；保存这条记录时才会记下。", "Found, within about {0} m. It is kept only when you save this."),
        ("locate.refused", "浏览器没有获准使用位置。可以在地址栏旁的网站设置里允许，或者直接填写地点。", "The browser was not allowed to tell. Allow it in the site settings beside the address, or type the place."),
        ("locate.failed", "现在取不到位置，可能没有信号。请到窗边再试一次，或者直接填写地点。", "The position cannot be found now; there may be no signal. Try again near a window, or type the place."),
        ("locate.insecure", "浏览器只在 https 网址下提供位置。请直接填写地点，或请管理员启用 https。", "Browsers tell a position to https addresses only. Type the place, or ask an administrator for https."),
        ("filter.where", "当", "Where"), ("filter.and", "且", "and"), ("filter.or", "或", "or"), ("filter.add", "条件", "Condition"), ("filter.group", "条件组", "Group"),
        ("filter.empty", "没有条件，显示全部。", "No conditions; everything is shown."), ("filter.to", "至", "to"), ("filter.day", "日期", "on the day"), ("filter.today", "今天", "today"), ("filter.ago", "天前", "days ago"), ("filter.ahead", "天后", "days from now"), ("filter.days", "天数", "Days"),
        ("selected.all", "选择符合条件的全部 {0}", "Select all {0}"), ("filter.field", "字段", "Field"), ("filter.op", "比较", "Comparison"),
        ("filter.value", "值", "Value"), ("filter.all", "满足全部", "All of"), ("filter.any", "满足任一", "Any of"), ("yes", "是", "Yes"), ("no", "否", "No"),
        ("plot.help", "左右键逐个查看，上下键换系列，回车打开记录", "Left and right walk through it, up and down change the series, Enter opens the records"), ("plot.table", "显示表格", "Show as a table"),
        ("drag", "拖动或按 Alt+↑↓ 调整顺序", "Drag, or press Alt+↑↓ to reorder"),
        ("keys.title", "键盘快捷键", "Keyboard shortcuts"), ("keys.search", "搜索或输入命令", "Search or type a command"), ("keys.find", "在本页搜索", "Search on this page"), ("keys.add", "快速新建", "Quick add"),
        ("keys.move", "下一条 / 上一条", "Next / previous record"), ("keys.open", "打开", "Open"), ("keys.edit", "编辑单元格", "Edit the cell"), ("keys.select", "选择", "Select"),
        ("keys.range", "连续选择", "Select a range"), ("keys.shift-click", "⇧ 点击", "⇧ click"), ("keys.save", "保存", "Save"), ("keys.close", "关闭或还原", "Close or restore"), ("keys.help", "显示本列表", "Show this list"),
    ];

    private static readonly Dictionary<string, string> Chinese = All.ToDictionary(word => word.Key, word => word.Zh);

    private static readonly Dictionary<string, string> English = All.ToDictionary(word => word.Key, word => word.En);
}
