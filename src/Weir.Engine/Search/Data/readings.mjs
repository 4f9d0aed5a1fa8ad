// What the reading dictionary cannot know: which readings nobody meets in names, and which words to take as a whole.

/** Readings that a dictionary lists and modern names do not use; each would only add false hits to a search by initials. */
const archaic = `艾yi 凹wa 奥yu 罢pi 般bo 般pan 暴pu 被pi 不fou 参cen 参san 侧ze 侧zhai 掺xian 掺can 掺shan 厂an 厂han 嘲zhao 揣tuan 揣zhui
单chan 弟ti 弟tui 甸tian 甸sheng 丁zheng 洞tong 兑rui 兑yue 堕hui 蛾yi 繁po 份bin 冯ping 佛bi 佛bo 盖he 港jiang 皋hao 革ji 龟jun 谷yu
广an 柜ju 棍hun 嘿mo 亨peng 虹jiang 红gong 坏pei 坏pi 祭zhai 夹ga 夹xia 见xian 将qiang 疆qiang 揭qi 景ying 净cheng 拘gou 咀zui 句gou 浚xun
楷jie 蜡zha 腊xi 姥mu 么ma 么yao 女ru 彭bang 频bin 期ji 其ji 齐ji 齐zi 齐zhai 岂kai 契xie 契qie 浅jian 抢cheng 渠ju 趣cu 趋cu 洒xi 蛇yi 射ye
射yi 沈chen 食si 食yi 识zhi 适kuo 氏zhi 属zhu 术zhu 说yue 隋duo 孙xun 她jie 汤shang 陶yao 提di 填zhen 拓zhi 宛yuan 万mo 尾yi 无mo 吾yu 戏hu
详yang 些suo 邪ya 邪ye 邪yu 邪xu 泄yi 信shen 行heng 许hu 羊xiang 仰ang 遗wei 疑ni 涌chong 俞shu 愉tou 泽shi 枝qi 殖shi 朱shu 助chu 追dui 兹ci
大dai 乐yao 乐lao 省xing 石dan 尿sui 和hu 和huo 贾gu 叶xie 嚣ao 缴zhuo`;

export const isArchaic = new Set(archaic.split(/\s+/).filter(entry => entry.length > 1));

/** Words of company names, titles and places where a character does not have its commonest reading. */
export const words = `银行 工行 建行 农行 招行 中行 分行 支行 央行 商行 洋行 车行 琴行 行业 同行 行情 行长 音乐 乐器 乐队 声乐 民乐 成长 生长 增长 首长 部长
局长 处长 科长 店长 厂长 院长 会长 校长 省长 市长 县长 区长 村长 组长 队长 班长 行长 董事长 家长 长老 会计 财会 都市 首都 新都 古都 都会 调研 调查 调度 调动
调拨 重庆 重复 重组 重建 重启 重构 厦门 西藏 宝藏 成都 还款 偿还 归还 子弹 炸弹 导弹 传记 率先 表率 湖泊 供给 给水 给排水 降服 便宜 效率 概率 比率
朝夕 朝气 种植 数据 角色 校准 校验 校对 校正 解元 单于 可汗 龟兹 朴素 乾坤 大厦 广厦 纤夫 拓片 折扣 参差 人参 党参 海参 参茸 曾经 曾孙 盛饭 省亲
强迫 倔强 勉强 觉悟 睡觉 薄荷 差旅 出差 差异 落枕 模具 模板 冲床 钻石 钻井 血液 血透 铅山 蚌埠 长子 乐清 乐亭 台州 丽水 阿房 东阿 尉犁 歙县 蔚县 番禺 莘县
中标 应答 大夫 医大夫 没收 埋怨 巷道 石家庄 圈养 猪圈 臭氧 单县 燕山 燕京 宁波 扁舟 番茄 茄克 雪茄 咖喱 咖啡 卡口 关卡 仿佛 藏族 藏文 藏青
单位 单元 单一 单向 解放 解决 解析 解放军 区域 区块 盖板 薄膜 薄利 查验 查询 员工 召开`.split(/\s+/);

/** Characters read differently as a family name, as far as the name is common. */
export const surnameCharacters = [...'仇区单曾朴查解盖缪牟郗郄薄召员'];

export const surnames = `尉迟 单于 长孙 万俟 令狐 澹台 宗政 濮阳 公冶 淳于 太叔 申屠 轩辕 钟离 宇文 慕容 鲜于 闾丘 司徒 司空 亓官 司寇 子车 颛孙 端木 巫马 公西
漆雕 乐正 壤驷 公良 拓跋 夹谷 宰父 谷梁 段干 百里 东郭 南门 呼延 羊舌 微生 梁丘 左丘 东门 西门 南宫 第五 欧阳 上官 诸葛 司马 夏侯 皇甫 独孤 赫连 纳兰`.split(/\s+/);

/** Readings that are the commonest in names, though not in running text. */
export const preferred = { 都: 'du', 什: 'shi' };

/** Words where the dictionary is wrong. */
export const corrected = {
  单县: 'shan xian', 召陵: 'shao ling', 曾都: 'zeng du', 六合: 'lu he', 大城: 'dai cheng', 浚县: 'xun xian', 乐亭: 'lao ting', 乐清: 'yue qing',
  闵行: 'min hang', 珲春: 'hun chun', 洪洞: 'hong tong', 歙县: 'she xian', 涡阳: 'guo yang', 泌阳: 'bi yang', 黄陂: 'huang pi', 筠连: 'jun lian',
  宕昌: 'tan chang', 繁峙: 'fan shi', 大埔: 'da bu', 东阿: 'dong e', 都匀: 'du yun', 尉犁: 'yu li', 八宿: 'ba xiu', 番禺: 'pan yu',
};
